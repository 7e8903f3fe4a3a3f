using System.Buffers;
using System.Security.Cryptography;

namespace SelfHealing.Storage;

/// <summary>The form of an artifact's name: the SHA-256 of its content in lower-case hexadecimal digits.</summary>
internal static class ArtifactName
{
    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdef");

    /// <summary>True for what may be a name.</summary>
    public static bool IsValid(string? name) => name is { Length: SHA256.HashSizeInBytes * 2 } && !name.AsSpan().ContainsAnyExcept(HexDigits);

    /// <exception cref="FileNotFoundException">It cannot be a name.</exception>
    public static void Check(string? name)
    {
        if (!IsValid(name))
        {
            throw new FileNotFoundException("An artifact's name is 64 lower-case hexadecimal digits; there is none of another form.");
        }
    }
}
