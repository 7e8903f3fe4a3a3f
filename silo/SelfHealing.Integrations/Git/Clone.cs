namespace SelfHealing.Integrations.Git;

/// <summary>A bare clone in the data folder. It has no hooks, no filters and no remotes.</summary>
internal sealed class Clone(string path, GitCommand git)
{
    /// <summary>Its folder's name.</summary>
    public string Name => Path.GetFileName(path);

    /// <summary>Its folder.</summary>
    public string Folder => path;

    /// <summary>A command on the clone that touches nothing but it.</summary>
    public GitCall Call(params IReadOnlyList<string> arguments) => On(new GitCall(GitReach.Sealed, arguments));

    /// <summary>The same call, on this clone.</summary>
    public GitCall On(GitCall call) => call with { Place = [$"--git-dir={path}"], WorkingFolder = path, Settings = [.. call.Settings, $"safe.directory={path}"] };

    /// <summary>The full id of a commit that is here, or null.</summary>
    public async Task<string?> FindCommitAsync(string revision, CancellationToken cancellationToken)
    {
        var found = await git.RunAsync(Call("rev-parse", "--verify", "--quiet", "--end-of-options", revision + "^{commit}"), cancellationToken);
        return found.Succeeded ? found.Text : null;
    }

    /// <summary>Whether a commit can be built upon: it is here, and so is its parent or the note that history ends there.</summary>
    /// <remarks>A fetch that was killed between the two leaves a commit that can be read but not pushed from.</remarks>
    public async Task<bool> IsWholeAsync(string commit, CancellationToken cancellationToken) =>
        (await git.RunAsync(Call("rev-list", "--quiet", "--max-count=2", commit, "--"), cancellationToken)).Succeeded;

    /// <summary>The file at a path of a commit, or null when there is none (a folder, a symbolic link and a submodule are no files).</summary>
    public async Task<TreeFile?> FindFileAsync(string commit, string filePath, CancellationToken cancellationToken)
    {
        if (filePath.Length == 0 || filePath.Contains('\0', StringComparison.Ordinal) || filePath.EndsWith('/') || filePath.StartsWith('/'))
        {
            return null;
        }

        var listed = await git.RunAsync(Call("ls-tree", "-z", "--full-tree", commit, "--", filePath), cancellationToken);
        if (!listed.Succeeded || listed.Text.Split('\0', StringSplitOptions.RemoveEmptyEntries) is not [var row] || row.Split('\t', 2) is not [var head, var name] || name != filePath)
        {
            return null;
        }

        return head.Split(' ') is [("100644" or "100755") and var mode, "blob", var blob] ? new TreeFile(mode, blob) : null;
    }

    /// <summary>The content of a blob.</summary>
    public async Task<byte[]> ReadBlobAsync(string blob, CancellationToken cancellationToken) =>
        (await git.MustAsync(Call("cat-file", "blob", blob), cancellationToken)).Output;

    /// <summary>Writes a commit's files as a tar, each exactly as it is in the tree.</summary>
    public Task ArchiveAsync(string commit, Stream output, CancellationToken cancellationToken) =>
        git.StreamAsync(Call("archive", "--format=tar", commit), output, cancellationToken);

    /// <summary>Points a reference at an object, so that it is kept.</summary>
    public Task KeepAsync(string reference, string commit, CancellationToken cancellationToken) =>
        git.MustAsync(Call("update-ref", reference, commit), cancellationToken);
}

/// <summary>A regular file of a tree.</summary>
/// <param name="Mode">100644, or 100755 for an executable.</param>
/// <param name="Blob">Id of its content.</param>
internal sealed record TreeFile(string Mode, string Blob);
