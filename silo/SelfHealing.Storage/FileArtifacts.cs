using System.Buffers;
using System.Security.Cryptography;

namespace SelfHealing.Storage;

/// <summary>Artifacts as files <c>ab/cdef…</c> named by their content's SHA-256.</summary>
/// <remarks>A file is written aside, flushed to disk and then renamed: what has its name is whole, whoever else puts the same content.</remarks>
/// <param name="folder">The folder that holds them; made if it is not there.</param>
internal sealed class FileArtifacts(string folder) : IArtifacts, IArtifactRemoval, IArtifactRetention
{
    private const int BufferBytes = 1 << 16;
    private static readonly TimeSpan LongestPut = TimeSpan.FromDays(1);

    // Between who finds a file and who removes it because it is old.
    private readonly Lock _gate = new();
    private readonly Lazy<string> _incoming = new(() => SweepIncoming(Path.Combine(folder, "incoming")));

    /// <inheritdoc/>
    public async Task<string> PutAsync(Stream content, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(content);
        var incoming = _incoming.Value;
        var temporary = Path.Combine(incoming, Path.GetRandomFileName());
        try
        {
            var name = await WriteAsync(temporary, content, cancellationToken);
            Keep(temporary, PathOf(name));
            return name;
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    /// <inheritdoc/>
    public Task<Stream> OpenAsync(string name, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ArtifactName.Check(name);
        var path = PathOf(name);
        if (!File.Exists(path))
        {
            throw new FileNotFoundException($"The artifact {name} is not in the data folder. It was removed, or belongs to another data folder.");
        }

        return Task.FromResult<Stream>(new FileStream(path, new FileStreamOptions
        {
            Mode = FileMode.Open,
            Access = FileAccess.Read,
            Share = FileShare.Read | FileShare.Delete,
            Options = FileOptions.Asynchronous | FileOptions.SequentialScan,
            BufferSize = BufferBytes,
        }));
    }

    /// <inheritdoc/>
    public Task RemoveAsync(string name, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (ArtifactName.IsValid(name) && File.Exists(PathOf(name)))
        {
            File.Delete(PathOf(name));
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<int> ForgetAsync(DateTimeOffset putBefore, CancellationToken cancellationToken) => Task.Run(
        () =>
        {
            var forgotten = 0;
            var folders = Directory.Exists(folder) ? Directory.EnumerateDirectories(folder, "??") : [];
            foreach (var file in folders.SelectMany(Directory.EnumerateFiles))
            {
                cancellationToken.ThrowIfCancellationRequested();
                lock (_gate)
                {
                    if (File.GetLastWriteTimeUtc(file) < putBefore.UtcDateTime)
                    {
                        File.Delete(file);
                        forgotten++;
                    }
                }
            }

            return forgotten;
        },
        cancellationToken);

    private void Keep(string temporary, string path)
    {
        lock (_gate)
        {
            if (!File.Exists(path))
            {
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                File.Move(temporary, path, overwrite: true);
            }
            else if (DateTime.UtcNow - File.GetLastWriteTimeUtc(path) > IArtifactRetention.Precision)
            {
                File.SetLastWriteTimeUtc(path, DateTime.UtcNow);
            }
        }
    }

    /// <summary>Removes what processes that were killed left half-written.</summary>
    private static string SweepIncoming(string incoming)
    {
        foreach (var left in Directory.CreateDirectory(incoming).EnumerateFiles().Where(file => DateTime.UtcNow - file.LastWriteTimeUtc > LongestPut))
        {
            left.Delete();
        }

        return incoming;
    }

    private static async Task<string> WriteAsync(string path, Stream content, CancellationToken cancellationToken)
    {
        await using var file = new FileStream(path, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            Options = FileOptions.Asynchronous,
            BufferSize = 0,
        });
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            int read;
            while ((read = await content.ReadAsync(buffer, cancellationToken)) > 0)
            {
                hash.AppendData(buffer, 0, read);
                await file.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        RandomAccess.FlushToDisk(file.SafeFileHandle);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private string PathOf(string name) => Path.Combine(folder, name[..2], name[2..]);
}
