namespace SelfHealing.Integrations.Git;

/// <summary>Tells whether a work tree differs from the commit checked out in it.</summary>
/// <remarks>The comparison runs on our clone with a copy of the index, so that no filter, hook or monitor that the user's repository configures is run.</remarks>
internal sealed class UncommittedChanges(GitCommand git)
{
    /// <summary>How many tracked files differ.</summary>
    public async Task<int> CountAsync(Clone clone, FolderSource source, string commit, CancellationToken cancellationToken)
    {
        if (await source.FindWorkTreeOfAsync(commit, cancellationToken) is not { } workTree)
        {
            return 0;
        }

        var index = await source.OwnFileAsync("index", cancellationToken);
        var copy = Path.Combine(clone.Folder, "index." + Path.GetRandomFileName());
        try
        {
            if (File.Exists(index))
            {
                File.Copy(index, copy);
            }

            // The first only freshens what the copied index knows of the files; its exit code tells that some differ.
            await git.RunAsync(Compare("update-index", "-q", "--refresh"), cancellationToken);
            var changed = await git.RunAsync(Compare("diff-index", "--name-only", "-z", "--ignore-submodules=all", commit), cancellationToken);
            return changed.Succeeded ? changed.Output.Count(value => value == 0) : 0;
        }
        finally
        {
            File.Delete(copy);
        }

        GitCall Compare(params IReadOnlyList<string> arguments)
        {
            var call = clone.Call(arguments);
            return call with
            {
                Place = [.. call.Place, $"--work-tree={workTree}"],
                Settings = [.. call.Settings, "core.bare=false", "core.untrackedCache=false", "core.autocrlf=false"],
                WorkingFolder = workTree,
                Variables = new Dictionary<string, string?>(StringComparer.Ordinal) { ["GIT_INDEX_FILE"] = copy },
            };
        }
    }
}
