using System.Text;

namespace SelfHealing.Cli.Repositories;

/// <summary>A tree in the making: an index file of its own in a bare repository. Disposing removes it.</summary>
internal sealed class TreeIndex : IDisposable
{
    private readonly BareGit _git;
    private readonly string _file;

    private TreeIndex(BareGit git) => (_git, _file) = (git, Path.Combine(git.Folder, $"index-{Guid.NewGuid():n}"));

    /// <summary>An index that begins as a tree.</summary>
    public static async Task<TreeIndex> OfAsync(BareGit git, string tree, CancellationToken cancellationToken)
    {
        var index = new TreeIndex(git);
        await git.RunAsync(["read-tree", tree], null, index._file, cancellationToken);
        return index;
    }

    /// <summary>Applies a patch as it is, without guessing.</summary>
    /// <exception cref="CliException">It does not apply.</exception>
    public Task ApplyAsync(string patch, CancellationToken cancellationToken) =>
        _git.RunAsync(["apply", "--cached", "--whitespace=nowarn", "-"], Encoding.UTF8.GetBytes(patch.EndsWith('\n') ? patch : patch + "\n"), _file, cancellationToken);

    /// <summary>Puts content at a path.</summary>
    public async Task WriteAsync(TreeEntry entry, byte[] content, CancellationToken cancellationToken)
    {
        var blob = Encoding.ASCII.GetString(await _git.RunAsync(["hash-object", "-w", "--stdin"], content, null, cancellationToken)).Trim();
        await PutAsync([entry with { Blob = blob }], [], cancellationToken);
    }

    /// <summary>Sets and removes entries.</summary>
    public Task PutAsync(IEnumerable<TreeEntry> entries, IEnumerable<string> removed, CancellationToken cancellationToken)
    {
        // Removals come first: a folder may have taken a file's place.
        var lines = removed.Select(path => $"0 {new string('0', 40)}\t{path}\0").Concat(entries.Select(e => $"{e.Mode} {e.Blob}\t{e.Path}\0"));
        return _git.RunAsync(["update-index", "-z", "--index-info"], Encoding.UTF8.GetBytes(string.Concat(lines)), _file, cancellationToken);
    }

    /// <summary>The tree as it is now.</summary>
    public async Task<string> TreeAsync(CancellationToken cancellationToken) =>
        Encoding.ASCII.GetString(await _git.RunAsync(["write-tree"], null, _file, cancellationToken)).Trim();

    public void Dispose() => File.Delete(_file);
}

/// <summary>A file in a tree.</summary>
/// <param name="Path">Its path below the root.</param>
/// <param name="Mode">Its mode as git writes it.</param>
/// <param name="Blob">Its content's id.</param>
internal sealed record TreeEntry(string Path, string Mode, string Blob);
