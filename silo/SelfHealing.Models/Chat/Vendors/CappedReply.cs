namespace SelfHealing.Models.Chat.Vendors;

/// <summary>Reads a reply's body up to a limit, and no further.</summary>
internal static class CappedReply
{
    private const int Chunk = 64 << 10;

    /// <returns>The body, or null when it is larger than <paramref name="most"/> bytes; then the rest was not read.</returns>
    public static async Task<byte[]?> ReadAsync(HttpContent content, int most, CancellationToken cancellationToken)
    {
        if (content.Headers.ContentLength > most)
        {
            return null;
        }

        await using var stream = await content.ReadAsStreamAsync(cancellationToken);
        using var kept = new MemoryStream();
        var chunk = new byte[Chunk];
        while (await stream.ReadAsync(chunk, cancellationToken) is var read and > 0)
        {
            if (kept.Length + read > most)
            {
                return null;
            }

            kept.Write(chunk, 0, read);
        }

        return kept.ToArray();
    }
}
