using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace SelfHealing.Silo.Http;

/// <summary>Knows the callers by their tokens. Holds digests, no token.</summary>
internal sealed class CallerTokens
{
    private const int ShortestToken = 16;
    private const int LargestFile = 16 << 10;
    private readonly List<(string Name, byte[] Digest)> _callers;

    /// <exception cref="SettingsException">A token cannot be found or used; the message holds none.</exception>
    public CallerTokens(IOptions<GatewayOptions> options) =>
        _callers = [.. options.Value.Tokens.Select(caller => (caller.Key, Digest(Read(caller.Key, caller.Value))))];

    /// <summary>True when calls need a token.</summary>
    public bool AreNeeded => _callers.Count > 0;

    /// <summary>The caller's name; null for nobody's token. Takes the same time for every token.</summary>
    public string? Find(string presented)
    {
        var digest = Digest(presented);
        string? found = null;
        foreach (var (name, known) in _callers)
        {
            found = CryptographicOperations.FixedTimeEquals(digest, known) ? name : found;
        }

        return found;
    }

    private static byte[] Digest(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));

    private static string Read(string name, CallerToken place)
    {
        var key = $"{GatewayOptions.Section}:Tokens:{name}";
        if (new[] { place.TokenFile, place.TokenVariable, place.Token }.Count(p => p is { Length: > 0 }) != 1)
        {
            throw new SettingsException($"{key} needs exactly one of TokenFile, TokenVariable and Token.");
        }

        var token = place.TokenFile is { Length: > 0 } file ? OfFile(key, file)
            : place.TokenVariable is { Length: > 0 } variable ? Environment.GetEnvironmentVariable(variable)?.Trim()
            : place.Token;
        return token is { Length: >= ShortestToken } && token.All(c => c is > ' ' and < '\x7f')
            ? token
            : throw new SettingsException(
                $"{key} leads to no token: a token has {ShortestToken} or more letters, digits and signs, and no spaces. Make one with: openssl rand -hex 32");
    }

    private static string OfFile(string key, string file)
    {
        try
        {
            return new FileInfo(file).Length <= LargestFile ? File.ReadAllText(file).Trim() : "";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new SettingsException($"{key} names the file {file}, which cannot be read. Make it, or mend its rights.");
        }
    }
}
