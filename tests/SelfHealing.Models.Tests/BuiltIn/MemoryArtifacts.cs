using System.Formats.Tar;
using System.Text;
using SelfHealing.Repair.Engines;
using SelfHealing.Repairs;
using SelfHealing.Storage;

namespace SelfHealing.Models.Tests.BuiltIn;

/// <summary>Artifacts kept in memory, and how many times each was opened.</summary>
internal sealed class MemoryArtifacts : IArtifacts
{
    private readonly Dictionary<string, byte[]> _content = [];

    public Dictionary<string, int> Opened { get; } = [];

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
        Opened[name] = Opened.GetValueOrDefault(name) + 1;
        return _content.TryGetValue(name, out var content) ? Task.FromResult<Stream>(new MemoryStream(content)) : throw new FileNotFoundException(name);
    }

    public async Task<string> PutSpaceAsync(EditSpace space, CancellationToken cancellationToken)
    {
        using var stream = new MemoryStream();
        await EditSpaceFormat.WriteAsync(space, stream, cancellationToken);
        stream.Position = 0;
        return await PutAsync(stream, cancellationToken);
    }

    public async Task<string> PutArchiveAsync(string path, string text, CancellationToken cancellationToken)
    {
        using var stream = new MemoryStream();
        await using (var tar = new TarWriter(stream, leaveOpen: true))
        {
            using var content = new MemoryStream(Encoding.UTF8.GetBytes(text));
            await tar.WriteEntryAsync(new PaxTarEntry(TarEntryType.RegularFile, path) { DataStream = content }, cancellationToken);
        }

        stream.Position = 0;
        return await PutAsync(stream, cancellationToken);
    }
}
