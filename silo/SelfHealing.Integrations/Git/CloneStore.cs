using System.Collections.Concurrent;
using SelfHealing.Repositories;

namespace SelfHealing.Integrations.Git;

/// <summary>The clones of the data folder, one for each address, each changed by one at a time.</summary>
internal sealed class CloneStore(string folder, GitCommand git)
{
    // Attributes of the clone itself win over those in the trees: an archive leaves nothing out and changes no byte.
    private const string Attributes = "* -text !eol -ident !filter !working-tree-encoding -export-ignore -export-subst\n";

    private readonly ConcurrentDictionary<string, SemaphoreSlim> _turns = new(StringComparer.Ordinal);

    /// <summary>The clone of that name.</summary>
    public Clone Get(string name) => new(Path.Combine(folder, name), git);

    /// <summary>Waits for one's turn on a clone, and clears what a killed command left locked.</summary>
    /// <exception cref="RepositoryException">Another process works on it.</exception>
    public async Task<IDisposable> TakeTurnAsync(string name, CancellationToken cancellationToken)
    {
        var turn = _turns.GetOrAdd(name, _ => new SemaphoreSlim(1, 1));
        await turn.WaitAsync(cancellationToken);
        FileStream? file = null;
        try
        {
            Directory.CreateDirectory(folder);
            file = new FileStream(Path.Combine(folder, name + ".turn"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            ClearLocks(Path.Combine(folder, name));
            return new Turn(turn, file);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            file?.Dispose();
            turn.Release();
            throw new RepositoryException(
                $"The clone {name} in the data folder cannot be used: {failure.Message}. End the other process that works on it, or mend the folder's rights, then resume.", isUserError: false, failure);
        }
    }

    /// <summary>The clone of an address, made empty if it is not there.</summary>
    public async Task<Clone> EnsureAsync(string name, string objectFormat, CancellationToken cancellationToken)
    {
        var path = Path.Combine(folder, name);
        if (!Directory.Exists(path))
        {
            var unfinished = path + ".new";
            if (Directory.Exists(unfinished))
            {
                Directory.Delete(unfinished, recursive: true);
            }

            await git.MustAsync(
                new GitCall(GitReach.Sealed, "init", "--bare", "--quiet", "--template=", "--initial-branch=none", $"--object-format={objectFormat}", unfinished) { WorkingFolder = folder },
                cancellationToken);
            Directory.CreateDirectory(Path.Combine(unfinished, "info"));
            await File.WriteAllTextAsync(Path.Combine(unfinished, "info", "attributes"), Attributes, cancellationToken);
            Directory.Move(unfinished, path);
        }

        return Get(name);
    }

    private static void ClearLocks(string clone)
    {
        if (!Directory.Exists(clone))
        {
            return;
        }

        foreach (var left in Directory.EnumerateFiles(clone, "*.lock").Concat(Directory.EnumerateFiles(Path.Combine(clone, "refs"), "*.lock", SearchOption.AllDirectories)))
        {
            File.Delete(left);
        }
    }

    private sealed class Turn(SemaphoreSlim turn, FileStream file) : IDisposable
    {
        public void Dispose()
        {
            file.Dispose();
            turn.Release();
        }
    }
}
