using System.Collections.Concurrent;
using System.Security.Cryptography;
using SelfHealing.Storage;

namespace SelfHealing.Integrations.Tests.Git;

/// <summary>Artifacts as long as a test lives.</summary>
public sealed class MemoryArtifacts : IArtifacts
{
    private readonly ConcurrentDictionary<string, byte[]> _kept = new(StringComparer.Ordinal);

    public async Task<string> PutAsync(Stream content, CancellationToken cancellationToken)
    {
        using var bytes = new MemoryStream();
        await content.CopyToAsync(bytes, cancellationToken);
        var name = Convert.ToHexStringLower(SHA256.HashData(bytes.ToArray()));
        _kept[name] = bytes.ToArray();
        return name;
    }

    public Task<Stream> OpenAsync(string name, CancellationToken cancellationToken) =>
        Task.FromResult<Stream>(new MemoryStream(_kept.GetValueOrDefault(name) ?? throw new FileNotFoundException(name)));
}
