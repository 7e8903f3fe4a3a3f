namespace SelfHealing.Repair.Prompting;

/// <summary>Cuts long text to its beginning and its end, where what matters stands.</summary>
public static class TextEnds
{
    /// <summary>Most characters that are shown of one output.</summary>
    public const int Most = 10_000;

    /// <summary>The text itself when it is short, else its first and last half of the limit and how much is left out between them.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="most">Most characters kept, at least 2. The default value is 10,000.</param>
    public static string Of(string text, int most = Most)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentOutOfRangeException.ThrowIfLessThan(most, 2);
        if (text.Length <= most)
        {
            return text;
        }

        var head = most / 2;
        var tail = text.Length - (most - head);
        head -= char.IsHighSurrogate(text[head - 1]) ? 1 : 0;
        tail += char.IsLowSurrogate(text[tail]) ? 1 : 0;
        return $"{text[..head]}\n… {tail - head} characters left out …\n{text[tail..]}";
    }
}
