using System.Globalization;

namespace SelfHealing.Repair.Reviews;

/// <summary>Literals that the code did not know and the failing tests do.</summary>
internal static class LiteralSmells
{
    public static IEnumerable<Smell> Of(CodeChange change, string failingTests)
    {
        // Most patches bring no literal that tells anything: then neither the file nor the tests are searched.
        var brought = change.Added
            .SelectMany(a => a.Line.Tokens.Select((token, i) => (Token: token, IsCompared: IsCompared(a.Line.Tokens, i))))
            .Where(t => IsTelling(t.Token))
            .ToList();
        if (brought.Count == 0)
        {
            yield break;
        }

        var foreign = brought.Select(t => t.Token).ToHashSet();
        foreign.IntersectWith(Lexer.Lines(failingTests, "tests.py").All.SelectMany(l => l.Tokens));
        foreign.ExceptWith(change.Before.SelectMany(l => l.Tokens));
        var copied = brought.FindAll(t => foreign.Contains(t.Token));
        if (copied.Count > 0)
        {
            var shown = string.Join(", ", copied.Select(t => Shown(t.Token)).Distinct().Take(3));
            yield return copied.Exists(t => t.IsCompared)
                ? new Smell("overfit/special-case", $"The patch compares with {shown}, which the failing tests use and the code did not know.", 0.2)
                : new Smell("overfit/special-case", $"The patch writes {shown}, which the failing tests use and the code did not know.", 0.5);
        }
    }

    // Small numbers and single characters are in every program and every test.
    private static bool IsTelling(Token token) => token.Kind switch
    {
        TokenKind.Text => token.Text.Length > 1,
        TokenKind.Number => !double.TryParse(token.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) || value is not (0 or 1 or 2 or 10),
        _ => false,
    };

    private static bool IsCompared(IReadOnlyList<Token> tokens, int i)
    {
        var before = i - 1;
        while (before >= 0 && (tokens[before].IsAny("(", "[", "{", ",", "-") || tokens[before].IsLiteral))
        {
            before--;
        }

        return (before >= 0 && tokens[before].IsAny("==", "!=", "in", "is", "case")) || (i + 1 < tokens.Count && tokens[i + 1].IsAny("==", "!="));
    }

    private static string Shown(Token token)
    {
        var text = string.Concat(token.Text.Take(40).Select(c => char.IsControl(c) ? ' ' : c));
        return token.Kind == TokenKind.Text ? $"\"{text}\"" : text;
    }
}
