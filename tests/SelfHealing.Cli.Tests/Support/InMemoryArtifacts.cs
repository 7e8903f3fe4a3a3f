using System.Security.Cryptography;
using System.Text;
using SelfHealing.Storage;

namespace SelfHealing.Cli.Tests.Support;

/// <summary>Artifacts that live as long as the test.</summary>
internal sealed class InMemoryArtifacts : IArtifacts
{
    private readonly Dictionary<string, byte[]> _contents = new(StringComparer.Ordinal);

    public string Put(string text)
    {
        var content = Encoding.UTF8.GetBytes(text);
        var name = Convert.ToHexStringLower(SHA256.HashData(content));
        _contents[name] = content;
        return name;
    }

    public string Text(string name) => Encoding.UTF8.GetString(_contents[name]);

    public async Task<string> PutAsync(Stream content, CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(content, Encoding.UTF8);
        return Put(await reader.ReadToEndAsync(cancellationToken));
    }

    public Task<Stream> OpenAsync(string name, CancellationToken cancellationToken) =>
        _contents.TryGetValue(name, out var content) ? Task.FromResult<Stream>(new MemoryStream(content)) : throw new FileNotFoundException(name);
}
