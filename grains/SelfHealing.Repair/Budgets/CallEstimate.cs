namespace SelfHealing.Repair.Budgets;

/// <summary>How many tokens a prompt has at most, without its vendor's tokenizer.</summary>
/// <remarks>
/// English and code have about four characters a token; three are reckoned with. What is not ASCII is reckoned with one token a byte. Tokenizers
/// in use fall back to bytes, so that no text has more than <see cref="Bookkeeping.MostOverrun"/> times as many tokens as this says.
/// </remarks>
public static class CallEstimate
{
    private const int CharactersPerToken = 3;
    private const int TokensPerMessage = 16;

    /// <summary>Tokens of one message with this text.</summary>
    public static long Message(ReadOnlySpan<char> text) => TokensPerMessage + Text(text);

    /// <summary>Tokens of a text.</summary>
    public static long Text(ReadOnlySpan<char> text)
    {
        long ascii = 0, bytes = 0;
        foreach (var character in text)
        {
            if (char.IsAscii(character))
            {
                ascii++;
            }
            else
            {
                bytes += char.IsSurrogate(character) ? 2 : character < 0x800 ? 2 : 3;
            }
        }

        return (ascii + CharactersPerToken - 1) / CharactersPerToken + bytes;
    }
}
