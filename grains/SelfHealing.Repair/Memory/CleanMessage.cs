using System.Text;

namespace SelfHealing.Repair.Memory;

/// <summary>A message without what differs from one run to the next: quoted values, numbers, addresses, paths, ids and times.</summary>
internal static class CleanMessage
{
    private const int MaxInput = 1_000;
    private const int MaxOutput = 200;

    /// <summary>The cleaned message, on one line, capped.</summary>
    public static string Of(string message) => Cut(Clean(message.AsSpan(0, Math.Min(message.Length, MaxInput))));

    /// <summary>The cleaned message, on one line, however long it is.</summary>
    public static string Whole(string message) => Clean(message);

    private static string Clean(ReadOnlySpan<char> text)
    {
        var clean = new StringBuilder();
        for (var i = 0; i < text.Length;)
        {
            if (EndOfQuote(text, i) is { } quote)
            {
                Add(clean, "<text>");
                i = quote;
            }
            else if (IsTokenCharacter(text[i]))
            {
                var end = i + 1;
                while (end < text.Length && IsTokenCharacter(text[end]))
                {
                    end++;
                }

                var word = text[i..end];
                var punctuation = word.TrimEnd(".:").Length;
                Add(clean, Token(word[..punctuation]));
                Add(clean, word[punctuation..].ToString());
                i = end;
            }
            else
            {
                Add(clean, char.IsWhiteSpace(text[i]) || char.IsControl(text[i]) ? " " : text[i].ToString());
                i++;
            }
        }

        return clean.ToString().Trim();
    }

    private static string Cut(string clean) =>
        clean.Length <= MaxOutput ? clean : clean[..(char.IsHighSurrogate(clean[MaxOutput - 1]) ? MaxOutput - 1 : MaxOutput)].TrimEnd();

    // A quote that follows a letter is an apostrophe.
    private static int? EndOfQuote(ReadOnlySpan<char> text, int start)
    {
        if (text[start] is not ('\'' or '"' or '`') || (start > 0 && char.IsLetterOrDigit(text[start - 1])))
        {
            return null;
        }

        var length = text[(start + 1)..].IndexOf(text[start]);
        return length < 0 ? null : start + length + 2;
    }

    private static bool IsTokenCharacter(char c) => char.IsLetterOrDigit(c) || c is '_' or '/' or '\\' or '.' or ':' or '-' or '+' or '~' or '%';

    private static string Token(ReadOnlySpan<char> token)
    {
        if (token.IsEmpty)
        {
            return "";
        }

        var digits = 0;
        var isHexadecimal = true;
        foreach (var c in token)
        {
            digits += char.IsDigit(c) ? 1 : 0;
            isHexadecimal &= char.IsAsciiHexDigit(c) || c == '-';
        }

        return token.ContainsAny('/', '\\') && token.Length > 1 ? "<path>"
            : char.IsDigit(token[0]) || (token[0] is '-' or '+' or '.' && digits > 0) || (isHexadecimal && digits > 0 && token.Length >= 8) ? "<n>"
            : digits == 0 ? token.ToString()
            : WithoutDigits(token);
    }

    private static string WithoutDigits(ReadOnlySpan<char> token)
    {
        var text = new StringBuilder(token.Length);
        foreach (var c in token)
        {
            if (!char.IsDigit(c))
            {
                text.Append(c);
            }
            else if (text.Length == 0 || text[^1] != '#')
            {
                text.Append('#');
            }
        }

        return text.ToString();
    }

    // Lists of numbers and of texts differ in length from run to run, and so do spaces.
    private static void Add(StringBuilder clean, string part)
    {
        if (part.Length == 0 || (part == " " && (clean.Length == 0 || clean[^1] == ' ')))
        {
            return;
        }

        if (part is "<n>" or "<text>")
        {
            var end = clean.Length;
            while (end > 0 && clean[end - 1] is ' ' or ',')
            {
                end--;
            }

            if (end >= part.Length && clean.ToString(end - part.Length, part.Length) == part)
            {
                clean.Length = end;
                return;
            }
        }

        clean.Append(part);
    }
}
