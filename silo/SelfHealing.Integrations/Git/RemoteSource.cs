using System.Text.RegularExpressions;

namespace SelfHealing.Integrations.Git;

/// <summary>A repository behind a URL: its references are listed before anything is fetched.</summary>
internal sealed partial class RemoteSource(RepositoryAddress address, GitCommand git) : IRevisionSource
{
    private const int Sha256Digits = 64;
    private static readonly string[] Namespaces = ["", "refs/", "refs/tags/", "refs/heads/", "refs/remotes/"];

    /// <inheritdoc/>
    public async Task<Wanted> ResolveAsync(string revision, CancellationToken cancellationToken)
    {
        var listed = await git.RunAsync(address.Reached(new GitCall(GitReach.Fetch, "ls-remote", "--quiet", "--", address.Target)), cancellationToken);
        if (!listed.Succeeded)
        {
            throw RemoteFailure.Of("read", address, listed);
        }

        var references = listed.Lines.Select(line => line.Split('\t', 2)).Where(parts => parts.Length == 2).ToDictionary(parts => parts[1], parts => parts[0], StringComparer.Ordinal);
        var unknown = () => UnknownRevision.Of(address, revision, [.. references.Keys.Where(name => !name.EndsWith("^{}", StringComparison.Ordinal)).Select(Short)]);
        if (references.Count == 0 || revision.StartsWith('-'))
        {
            throw unknown();
        }

        var format = references.Values.First().Length == Sha256Digits ? "sha256" : "sha1";
        var parts = Expression.Match(revision);
        var (name, steps) = (parts.Groups["name"].Value is "" or "@" ? "HEAD" : parts.Groups["name"].Value, parts.Groups["steps"].Value);
        var known = Namespaces.Select(space => references.GetValueOrDefault(space + name + "^{}") ?? references.GetValueOrDefault(space + name)).FirstOrDefault(id => id is not null);
        return (known, steps, IsId: Hexadecimal.IsMatch(name)) switch
        {
            ({ } id, "", _) => new Wanted(format, id, null, unknown),
            ({ } id, _, _) => new Wanted(format, null, id + steps, unknown),
            (null, "", true) when name.Length == references.Values.First().Length => new Wanted(format, name, name, unknown),
            (null, _, true) => new Wanted(format, null, name + steps, unknown),
            _ => throw unknown(),
        };
    }

    private static string Short(string reference) =>
        Namespaces.Skip(2).FirstOrDefault(space => reference.StartsWith(space, StringComparison.Ordinal)) is { } prefix ? reference[prefix.Length..] : reference;

    [GeneratedRegex(@"^(?<name>.*?)(?<steps>(?:[~^][0-9]*)*)$", RegexOptions.NonBacktracking)]
    private static partial Regex Expression { get; }

    [GeneratedRegex(@"^[0-9a-f]{4,64}$", RegexOptions.NonBacktracking)]
    private static partial Regex Hexadecimal { get; }
}
