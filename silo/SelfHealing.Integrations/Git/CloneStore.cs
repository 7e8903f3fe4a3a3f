using System.Collections.Concurrent;
using SelfHealing.Repositories;

namespace SelfHealing.Integrations.Git;

/// <summary>The clones of the data folder, one for each address, each changed by one at a time.</summary>
internal sealed class CloneStore(string folder, GitCommand git, TimeProvider time)
{
    // Attributes of the clone itself win over those in the trees: an archive leaves nothing out and changes no byte.
    private const string Attributes = "* -text !eol -ident !filter !working-tree-encoding -export-ignore -export-subst\n";

    /// <summary>How long another process of this machine may work on a clone before it is an error: longer than the largest fetch takes.</summary>
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(10);

    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(50);

    private readonly ConcurrentDictionary<string, SemaphoreSlim> _turns = new(StringComparer.Ordinal);

    /// <summary>The clone of that name.</summary>
    public Clone Get(string name) => new(Path.Combine(folder, name), git);

    /// <summary>The names of the clones that are here.</summary>
    public IReadOnlyList<string> Names() =>
        Directory.Exists(folder) ? [.. Directory.EnumerateDirectories(folder, "*.git").Select(Path.GetFileName).OfType<string>()] : [];

    /// <summary>When somebody last had a turn on a clone.</summary>
    public DateTimeOffset LastUsed(string name) => new(File.GetLastWriteTimeUtc(TurnOf(name)), TimeSpan.Zero);

    /// <summary>A turn on a clone that nobody has at this moment; else null. It does not count as use.</summary>
    public IDisposable? TryTakeTurn(string name)
    {
        var turn = _turns.GetOrAdd(name, _ => new SemaphoreSlim(1, 1));
        if (!turn.Wait(TimeSpan.Zero))
        {
            return null;
        }

        try
        {
            return new Turn(turn, new FileStream(TurnOf(name), FileMode.Open, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException)
        {
            turn.Release();
            return null;
        }
    }

    /// <summary>Waits for one's turn on a clone, and clears what a killed command left locked.</summary>
    /// <remarks>Silos of one machine may share a folder: they wait for each other as the incidents of one silo do.</remarks>
    /// <exception cref="RepositoryException">Another process has worked on it for many minutes, or the folder cannot be written.</exception>
    public async Task<IDisposable> TakeTurnAsync(string name, CancellationToken cancellationToken)
    {
        var turn = _turns.GetOrAdd(name, _ => new SemaphoreSlim(1, 1));
        await turn.WaitAsync(cancellationToken);
        FileStream? file = null;
        try
        {
            Directory.CreateDirectory(folder);
            file = await OpenAsync(TurnOf(name), cancellationToken);
            File.SetLastWriteTimeUtc(file.SafeFileHandle, time.GetUtcNow().UtcDateTime);
            ClearLocks(Path.Combine(folder, name));
            return new Turn(turn, file);
        }
        catch (Exception failure)
        {
            file?.Dispose();
            turn.Release();
            if (failure is not (IOException or UnauthorizedAccessException))
            {
                throw;
            }

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

    private string TurnOf(string name) => Path.Combine(folder, name + ".turn");

    private async Task<FileStream> OpenAsync(string path, CancellationToken cancellationToken)
    {
        for (var began = time.GetTimestamp(); ; await Task.Delay(_pause, time, cancellationToken))
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (File.Exists(path) && time.GetElapsedTime(began) < _patience)
            {
                // The operating system gives no word when the lock is free.
            }
        }
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
