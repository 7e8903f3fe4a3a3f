using System.Collections.Concurrent;
using System.Formats.Tar;
using System.Text;
using SelfHealing.Repair.Engines;
using SelfHealing.Repairs;
using SelfHealing.Storage;

namespace SelfHealing.Models.Tests.BuiltIn;

/// <summary>Artifacts kept in memory, and how many times each was opened.</summary>
internal sealed class MemoryArtifacts : IArtifacts
{
    private readonly ConcurrentDictionary<string, byte[]> _content = new();

    public ConcurrentDictionary<string, int> Opened { get; } = new();

    public async Task<string> PutAsync(Stream content, CancellationToken cancellationToken)
    {
        using var copy = new MemoryStream();
        await content.CopyToAsync(copy, cancellationToken);
        var name = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(copy.ToArray()));
        _content[name] = copy.ToArray();
        return name;
    }

    public Task<Stream> OpenAsync(string name, CancellationToken cancellationToken)
    {
        Opened.AddOrUpdate(name, 1, (_, count) => count + 1);
        return _content.TryGetValue(name, out var content) ? Task.FromResult<Stream>(new MemoryStream(content)) : throw new FileNotFoundException(name);
    }

    public async Task<string> PutSpaceAsync(EditSpace space, CancellationToken cancellationToken)
    {
        using var stream = new MemoryStream();
        await EditSpaceFormat.WriteAsync(space, stream, cancellationToken);
        stream.Position = 0;
        return await PutAsync(stream, cancellationToken);
    }

    public Task<string> PutArchiveAsync(string path, string text, CancellationToken cancellationToken) =>
        PutArchiveAsync(new Dictionary<string, string> { [path] = text }, cancellationToken);

    public async Task<string> PutArchiveAsync(IReadOnlyDictionary<string, string> files, CancellationToken cancellationToken)
    {
        using var stream = new MemoryStream();
        await using (var tar = new TarWriter(stream, leaveOpen: true))
        {
            foreach (var (path, text) in files)
            {
                using var content = new MemoryStream(Encoding.UTF8.GetBytes(text));
                await tar.WriteEntryAsync(new PaxTarEntry(TarEntryType.RegularFile, path) { DataStream = content }, cancellationToken);
            }
        }

        stream.Position = 0;
        return await PutAsync(stream, cancellationToken);
    }
}
