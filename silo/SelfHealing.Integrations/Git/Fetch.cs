namespace SelfHealing.Integrations.Git;

/// <summary>Brings commits into a clone.</summary>
internal sealed class Fetch(GitCommand git)
{
    private const string AllHistory = "--depth=2147483647";

    /// <summary>Brings what is wanted, as little as possible, and returns the commit's id.</summary>
    public async Task<string> BringAsync(Clone clone, RepositoryAddress from, Wanted wanted, IProgress<string> progress, CancellationToken cancellationToken)
    {
        if (wanted.Commit is { } known)
        {
            if (await clone.FindCommitAsync(known, cancellationToken) is { } present && await clone.IsWholeAsync(present, cancellationToken))
            {
                return present;
            }

            progress.Report($"fetching {known[..12]} from {from}");
            var fetched = await FetchAsync(clone, from, progress, ["--depth=1", "--", from.Target, $"+{known}:refs/selfheal/fetched"], cancellationToken);
            if (fetched.Succeeded)
            {
                return await clone.FindCommitAsync(known, cancellationToken) ?? throw wanted.Unknown();
            }

            if (wanted.Expression is null)
            {
                throw RemoteFailure.Of("fetched", from, fetched);
            }
        }

        // A server may refuse a bare id, and an expression needs the history.
        progress.Report($"fetching the history of {from}");
        var all = await FetchAsync(
            clone, from, progress, [AllHistory, "--update-shallow", "--", from.Target, "+refs/heads/*:refs/source/heads/*", "+refs/tags/*:refs/source/tags/*"], cancellationToken);
        return all.Succeeded
            ? await clone.FindCommitAsync(wanted.Expression!, cancellationToken) ?? throw wanted.Unknown()
            : throw RemoteFailure.Of("fetched", from, all);
    }

    /// <summary>Brings the whole history of a commit, for a remote that has none of it.</summary>
    public async Task DeepenAsync(Clone clone, RepositoryAddress from, string commit, CancellationToken cancellationToken)
    {
        var deepened = await FetchAsync(clone, from, null, [AllHistory, "--update-shallow", "--", from.Target, $"+{commit}:refs/selfheal/fetched"], cancellationToken);
        if (!deepened.Succeeded)
        {
            throw RemoteFailure.Of("fetched", from, deepened);
        }
    }

    /// <summary>Brings a commit of another repository with its parent, to look at it. False when the remote does not give it.</summary>
    public async Task<bool> TryPeekAsync(Clone clone, RepositoryAddress from, string commit, CancellationToken cancellationToken) =>
        (await FetchAsync(clone, from, null, ["--depth=2", "--", from.Target, $"+{commit}:refs/selfheal/peeked"], cancellationToken)).Succeeded;

    private Task<GitResult> FetchAsync(Clone clone, RepositoryAddress from, IProgress<string>? progress, IReadOnlyList<string> what, CancellationToken cancellationToken) => git.RunAsync(
        clone.On(from.Reached(new GitCall(
            GitReach.Fetch, ["fetch", "--progress", "--no-tags", "--no-recurse-submodules", "--no-write-fetch-head", "--no-auto-maintenance", "--no-write-commit-graph", .. what]) { Progress = progress })),
        cancellationToken);
}
