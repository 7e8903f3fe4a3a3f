namespace SelfHealing.Repair.Proofs;

/// <summary>Cuts an error text that came from outside, so that both of its ends are kept.</summary>
public static class ErrorExcerpt
{
    /// <summary>Longest error that a baseline keeps, in characters.</summary>
    public const int Limit = 8_000;

    /// <summary>The text itself, or its beginning and its end with a mark between.</summary>
    /// <remarks>What was tried stands at the beginning; the exception stands at the end of a traceback and gets the larger part.</remarks>
    /// <param name="text">Any text.</param>
    /// <param name="limit">Most characters of it that are kept, at least 8.</param>
    public static string Of(string text, int limit = Limit)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 8);
        if (text.Length <= limit)
        {
            return text;
        }

        var head = limit / 4;
        var tail = text.Length - (limit - head);
        // A pair of surrogates stays together or goes as a whole.
        head -= char.IsHighSurrogate(text[head - 1]) ? 1 : 0;
        tail += char.IsLowSurrogate(text[tail]) ? 1 : 0;
        return $"{text[..head]}\n…\n{text[tail..]}";
    }
}
