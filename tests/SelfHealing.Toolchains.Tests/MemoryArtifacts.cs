using System.Collections.Concurrent;
using System.Security.Cryptography;
using SelfHealing.Storage;

namespace SelfHealing.Toolchains;

/// <summary>Artifacts in memory.</summary>
internal sealed class MemoryArtifacts : IArtifacts
{
    private readonly ConcurrentDictionary<string, byte[]> _content = new(StringComparer.Ordinal);

    public async Task<string> PutAsync(Stream content, CancellationToken cancellationToken)
    {
        using var memory = new MemoryStream();
        await content.CopyToAsync(memory, cancellationToken);
        var name = Convert.ToHexStringLower(SHA256.HashData(memory.ToArray()));
        _content[name] = memory.ToArray();
        return name;
    }

    public Task<Stream> OpenAsync(string name, CancellationToken cancellationToken) => Task.FromResult<Stream>(new MemoryStream(_content[name], writable: false));
}
