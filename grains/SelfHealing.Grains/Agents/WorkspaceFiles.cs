using Microsoft.Extensions.Caching.Memory;
using SelfHealing.Repositories;
using SelfHealing.Toolchains;

namespace SelfHealing.Grains.Agents;

/// <summary>Files of revisions, read once and kept for a moment: a revision never changes, and many candidates of many incidents touch the same file.</summary>
internal sealed class WorkspaceFiles(IRepositories repositories) : IDisposable
{
    private const long MostBytes = 64 << 20;
    private const int BytesOfEntry = 256;

    private static readonly TimeSpan s_kept = TimeSpan.FromMinutes(2);

    private readonly MemoryCache _files = new(new MemoryCacheOptions { SizeLimit = MostBytes });

    /// <summary>The bytes of a file; none when the revision does not have it.</summary>
    /// <param name="workspace">The revision: the name of its archive follows from its content.</param>
    /// <param name="path">Path from the root of the repository, with slashes.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public async Task<byte[]> ReadAsync(Workspace workspace, string path, CancellationToken cancellationToken)
    {
        var key = (workspace.Archive, path);
        if (_files.TryGetValue<byte[]>(key, out var known))
        {
            return known!;
        }

        var read = await repositories.ReadFileAsync(workspace, path, cancellationToken) ?? [];
        return _files.Set(key, read, new MemoryCacheEntryOptions { Size = read.Length + BytesOfEntry, SlidingExpiration = s_kept });
    }

    public void Dispose() => _files.Dispose();
}
