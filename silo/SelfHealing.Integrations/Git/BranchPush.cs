using SelfHealing.Repositories;

namespace SelfHealing.Integrations.Git;

/// <summary>Puts the incident's commit on its branch of the remote, once. Nothing is ever overwritten.</summary>
internal sealed class BranchPush(GitCommand git, Fetch fetch, IncidentCommit commits)
{
    /// <summary>Finds the branch with the same change, or pushes it. Returns the commit that is on the branch.</summary>
    /// <exception cref="RepositoryException">The remote refused or is unreachable, or has another change on the branch.</exception>
    public async Task<string> PutAsync(
        Clone clone, RepositoryAddress source, RepositoryAddress target, string branch, CheckoutRecord checkout, string commit, CancellationToken cancellationToken)
    {
        var reference = "refs/heads/" + branch;
        if (await FindOurOwnAsync(clone, target, branch, commit, cancellationToken) is { } found)
        {
            return found;
        }

        var push = await PushAsync(clone, target, reference, commit, cancellationToken);
        if (!push.Succeeded && NeedsHistory(push))
        {
            await fetch.DeepenAsync(clone, source, checkout.Commit, cancellationToken);
            push = await PushAsync(clone, target, reference, commit, cancellationToken);
        }

        if (push.Succeeded)
        {
            return commit;
        }

        // Another silo, which took this one for dead, may have been a moment faster.
        return await FindOurOwnAsync(clone, target, branch, commit, cancellationToken)
            ?? throw new RepositoryException(
                $"The remote {target} did not take the branch {branch}: {GitWords.OfRemote(push)}. The commit {commit[..12]} is kept. {RemoteFailure.Advice(push.Error)}", isUserError: true);
    }

    /// <summary>The commit on the branch, when it is our change; null when there is no such branch.</summary>
    /// <exception cref="RepositoryException">The branch has another change.</exception>
    private async Task<string?> FindOurOwnAsync(Clone clone, RepositoryAddress target, string branch, string commit, CancellationToken cancellationToken)
    {
        if (await FindAsync(clone, target, "refs/heads/" + branch, cancellationToken) is not { } found)
        {
            return null;
        }

        return found == commit || await IsSameAsync(clone, target, found, commit, cancellationToken)
            ? found
            : throw new RepositoryException(
                $"The branch {branch} exists on {target} with another change ({found[..12]}). Delete or rename it there, then resume.", isUserError: true);
    }

    private static bool NeedsHistory(GitResult push) =>
        $"{push.Text}{push.Error}" is var said && (said.Contains("shallow update not allowed", StringComparison.Ordinal) || said.Contains("missing necessary objects", StringComparison.Ordinal));

    private async Task<string?> FindAsync(Clone clone, RepositoryAddress target, string reference, CancellationToken cancellationToken)
    {
        var listed = await git.RunAsync(
            clone.On(target.Reached(new GitCall(GitReach.Push, "ls-remote", "--quiet", "--heads", "--", target.Target, reference))), cancellationToken);
        return listed.Succeeded
            ? listed.Lines.Select(line => line.Split('\t')).FirstOrDefault(parts => parts is [_, var name] && name == reference)?[0]
            : throw RemoteFailure.Of("reached", target, listed);
    }

    private async Task<bool> IsSameAsync(Clone clone, RepositoryAddress target, string found, string commit, CancellationToken cancellationToken) =>
        await fetch.TryPeekAsync(clone, target, found, cancellationToken) && await commits.IsSameChangeAsync(clone, found, commit, cancellationToken);

    // The lease with nothing expected lets the push make the branch and never move one that somebody made meanwhile.
    private Task<GitResult> PushAsync(Clone clone, RepositoryAddress target, string reference, string commit, CancellationToken cancellationToken) => git.RunAsync(
        clone.On(target.Reached(new GitCall(
            GitReach.Push,
            "push", "--porcelain", "--no-verify", "--no-signed", "--no-follow-tags", "--recurse-submodules=no", $"--force-with-lease={reference}:", "--", target.Target, $"{commit}:{reference}"))),
        cancellationToken);
}
