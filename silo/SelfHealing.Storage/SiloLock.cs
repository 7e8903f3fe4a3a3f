using System.Text.Json;

namespace SelfHealing.Storage;

/// <summary>The right to run the one silo of a data folder. The operating system takes it back when the process ends, however it ends.</summary>
public sealed class SiloLock : IDisposable
{
    private readonly DataFolder _folder;
    private readonly FileStream _file;

    private SiloLock(DataFolder folder, FileStream file)
    {
        _folder = folder;
        _file = file;
    }

    /// <summary>Takes the lock, or returns null when another process has it.</summary>
    public static SiloLock? TryTake(DataFolder folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        FileStream file;
        try
        {
            file = new FileStream(folder.LockFile, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException) when (File.Exists(folder.LockFile))
        {
            return null;
        }

        // What a killed owner left would lead callers astray until we publish our own.
        File.Delete(folder.EndpointFile);
        return new SiloLock(folder, file);
    }

    /// <summary>Where the owner is reached; null while it has not published that.</summary>
    /// <remarks>A killed owner leaves its endpoint behind until the next one takes the lock: try <see cref="TryTake"/> first.</remarks>
    public static async Task<SiloEndpoint?> FindOwnerAsync(DataFolder folder, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(folder);
        try
        {
            await using var file = File.OpenRead(folder.EndpointFile);
            return await JsonSerializer.DeserializeAsync<SiloEndpoint>(file, StoredJson.Options, cancellationToken);
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Waits until the owner has published where it is reached.</summary>
    public static async Task<SiloEndpoint> WaitForOwnerAsync(DataFolder folder, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(folder);
        using var watcher = new FileSystemWatcher(folder.Root, Path.GetFileName(folder.EndpointFile));
        var published = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        watcher.Created += (_, _) => published.TrySetResult();
        watcher.Renamed += (_, _) => published.TrySetResult();
        watcher.EnableRaisingEvents = true;
        if (await FindOwnerAsync(folder, cancellationToken) is { } early)
        {
            return early;
        }

        await published.Task.WaitAsync(cancellationToken);
        return await FindOwnerAsync(folder, cancellationToken)
            ?? throw new IOException($"The silo of {folder.Root} started and ended at once. Try again.");
    }

    /// <summary>Tells other processes where this silo is reached.</summary>
    public async Task PublishAsync(string gateway, TimeProvider time, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(gateway);
        ArgumentNullException.ThrowIfNull(time);
        var written = _folder.EndpointFile + ".new";
        await File.WriteAllBytesAsync(
            written, JsonSerializer.SerializeToUtf8Bytes(new SiloEndpoint(gateway, Environment.ProcessId, time.GetUtcNow()), StoredJson.Options), cancellationToken);
        File.Move(written, _folder.EndpointFile, overwrite: true);
    }

    /// <summary>Gives the lock back.</summary>
    public void Dispose()
    {
        File.Delete(_folder.EndpointFile);
        _file.Dispose();
    }
}
