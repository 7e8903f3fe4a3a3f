namespace SelfHealing.Models.Chat.Keys;

/// <summary>Takes keys from where they are kept. Nothing else reads them.</summary>
/// <param name="variable">Reads an environment variable; null when it is not set.</param>
internal sealed class KeyRing(Func<string, string?> variable)
{
    private const int MostBytes = 16 << 10;

    /// <summary>The key at a place.</summary>
    public FoundKey Find(KeyPlace place)
    {
        if (place.File is { } file)
        {
            return FromFile(file);
        }

        return place.Variable is not { } name ? new FoundKey(null, null)
            : variable(name)?.Trim() is { Length: > 0 } value ? Checked(value, place)
            : new FoundKey(null, $"{place} is not set. Set it to the vendor's key, or name another with KeyVariable or KeyFile.");
    }

    private static FoundKey FromFile(string file)
    {
        try
        {
            using var stream = System.IO.File.OpenRead(file);
            if (stream.Length > MostBytes)
            {
                return new FoundKey(null, $"the file {file} is too large for a key. It must hold the key and nothing else.");
            }

            using var reader = new StreamReader(stream);
            return reader.ReadToEnd().Trim() is { Length: > 0 } value
                ? Checked(value, new KeyPlace(file, null, IsNeeded: true))
                : new FoundKey(null, $"the file {file} is empty. It must hold the key and nothing else.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return new FoundKey(null, $"the file {file} cannot be read. Make it, or mend KeyFile or its rights.");
        }
    }

    /// <summary>A line end or a space inside would go into a header, or be half of something else.</summary>
    private static FoundKey Checked(string value, KeyPlace place) => value.All(c => c is > ' ' and < '\x7f')
        ? new FoundKey(value, null)
        : new FoundKey(null, $"what {place} holds is not a key: it has spaces or signs that no key has. It must hold the key and nothing else.");
}

/// <summary>A key, or why there is none.</summary>
/// <param name="Key">The key; null when none was found or needed.</param>
/// <param name="Problem">What is wrong and what to do; null when nothing is.</param>
internal sealed record FoundKey(string? Key, string? Problem)
{
    /// <summary>Never the key: records write all they hold.</summary>
    public override string ToString() => Problem ?? (Key is null ? "no key" : "a key");
}
