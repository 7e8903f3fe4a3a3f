using SelfHealing.Repositories;

namespace SelfHealing.Integrations.Git;

/// <summary>A repository in a folder of this machine. Only its configuration and references are read, which runs nothing.</summary>
internal sealed class FolderSource(RepositoryAddress address, GitCommand git) : IRevisionSource
{
    private readonly string _path = address.Target;

    /// <inheritdoc/>
    public async Task<Wanted> ResolveAsync(string revision, CancellationToken cancellationToken)
    {
        await CheckAsync(cancellationToken);
        var commit = revision.StartsWith('-') ? null : await FindAsync(revision, cancellationToken);
        if (commit is null)
        {
            throw await UnknownAsync(revision, cancellationToken);
        }

        var format = await git.MustAsync(Here("rev-parse", "--show-object-format"), cancellationToken);
        return new Wanted(
            format.Text,
            commit,
            null,
            () => new RepositoryException($"The commit {commit} of {_path} could not be read. Check the repository with git fsck.", isUserError: true));
    }

    /// <summary>The work tree, when there is one and the commit is the one checked out in it; else null.</summary>
    public async Task<string?> FindWorkTreeOfAsync(string commit, CancellationToken cancellationToken)
    {
        var inside = await git.RunAsync(Here("rev-parse", "--is-inside-work-tree"), cancellationToken);
        return inside.Text == "true" && await FindAsync("HEAD", cancellationToken) == commit ? _path : null;
    }

    /// <summary>The path of a file of the repository's own (its index).</summary>
    public async Task<string> OwnFileAsync(string name, CancellationToken cancellationToken) =>
        Path.GetFullPath((await git.MustAsync(Here("rev-parse", "--git-path", name), cancellationToken)).Text, _path);

    /// <summary>The names of its remotes.</summary>
    public async Task<IReadOnlyList<string>> RemotesAsync(CancellationToken cancellationToken)
    {
        await CheckAsync(cancellationToken);
        return [.. (await git.MustAsync(Here("remote"), cancellationToken)).Lines];
    }

    /// <summary>Where a push to one of its remotes goes.</summary>
    public async Task<RepositoryAddress> PushAddressAsync(string remote, CancellationToken cancellationToken) =>
        RepositoryAddress.Parse((await git.MustAsync(Here("remote", "get-url", "--push", "--", remote), cancellationToken)).Lines.First(), _path);

    private async Task CheckAsync(CancellationToken cancellationToken)
    {
        if (!Directory.Exists(_path))
        {
            throw new RepositoryException(
                File.Exists(_path) ? $"{_path} is a file. Name the folder of a git repository." : $"There is no folder {_path}. Name the folder or URL of a git repository.", isUserError: true);
        }

        var found = await git.RunAsync(Here("rev-parse", "--is-inside-work-tree"), cancellationToken);
        if (!found.Succeeded)
        {
            throw new RepositoryException($"{_path} is not a git repository. Name the folder that holds .git, or make one with git init and commit your files.", isUserError: true);
        }

        if (found.Text == "true" && (await git.MustAsync(Here("rev-parse", "--show-prefix"), cancellationToken)).Text.TrimEnd('/') is { Length: > 0 } prefix)
        {
            var root = (await git.MustAsync(Here("rev-parse", "--show-toplevel"), cancellationToken)).Text;
            throw new RepositoryException($"{_path} is a folder inside the repository {root}. Name {root} and give --subdir {prefix}.", isUserError: true);
        }
    }

    private async Task<string?> FindAsync(string revision, CancellationToken cancellationToken)
    {
        var found = await git.RunAsync(Here("rev-parse", "--verify", "--quiet", "--end-of-options", revision + "^{commit}"), cancellationToken);
        return found.Succeeded ? found.Text : null;
    }

    private async Task<RepositoryException> UnknownAsync(string revision, CancellationToken cancellationToken)
    {
        var names = await git.RunAsync(Here("for-each-ref", "--format=%(refname:short)", "refs/heads", "refs/tags", "refs/remotes"), cancellationToken);
        return UnknownRevision.Of(address, revision, [.. names.Lines]);
    }

    private GitCall Here(params IReadOnlyList<string> arguments) => new(GitReach.Sealed, arguments) { Place = ["-C", _path] };
}
