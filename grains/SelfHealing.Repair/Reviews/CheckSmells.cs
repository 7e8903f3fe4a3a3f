namespace SelfHealing.Repair.Reviews;

/// <summary>Checks that are weakened and errors that are swallowed.</summary>
internal static class CheckSmells
{
    public static IEnumerable<Smell> Of(CodeChange change)
    {
        if (change.Gained(line => line.Tokens.Count(t => t.IsAny("raise", "throw", "assert"))) < 0)
        {
            yield return new Smell("overfit/weakens-check", "The patch removes a check that raised an error.", 0.3);
        }

        var handlers = change.Added.Where(a => a.Line.StartsWith("except", "catch") || a.Line.Tokens.Any(t => t.Is("catch"))).ToList();
        if (handlers.Count > 0 && change.Removed.Any(l => l.StartsWith("except", "catch")) && handlers.Exists(h => IsBroad(h.Line)))
        {
            yield return new Smell("overfit/weakens-check", "The patch catches more errors than before.", 0.3);
        }

        if (handlers.Exists(h => IsSilent(change.After, h.Index)) || change.Added.Any(a => Swallows(a, change)) || SuppressesMore(change))
        {
            yield return new Smell("overfit/swallows-errors", "The patch catches errors and hides them.", 0.3);
        }
    }

    private static bool IsBroad(CodeLine handler) =>
        handler.Tokens is [_, { Text: ":" }, ..] or [_] || handler.Tokens.Any(t => t.IsAny("Exception", "BaseException", "{"));

    private static bool IsSilent(IReadOnlyList<CodeLine> lines, int handler)
    {
        var head = lines[handler].Tokens;
        // `except X: pass` has its body on the same line; `catch { }` has none.
        var colon = head.ToList().FindLastIndex(t => t.Is(":"));
        if (colon >= 0 && colon + 1 < head.Count)
        {
            return IsNothing([.. head.Skip(colon + 1)]);
        }

        return head is [.., { Text: "{" }, { Text: "}" }]
            || (handler + 1 < lines.Count && (lines[handler + 1].Indent > lines[handler].Indent || lines[handler + 1].Tokens[0].Is("{")) && IsNothing(lines[handler + 1].Tokens));
    }

    // A handler that stays, with a body that now does nothing.
    private static bool Swallows(AddedLine added, CodeChange change) =>
        added.Line.StartsWith("pass", "continue") && added.Index > 0 && change.After[added.Index - 1].StartsWith("except");

    private static bool SuppressesMore(CodeChange change) => change.Gained(line => line.Tokens.Count(t => t.Is("suppress"))) > 0;

    // pass, an ellipsis, empty braces, or a constant answer.
    private static bool IsNothing(IReadOnlyList<Token> body) =>
        body[0].IsAny("pass", "continue", "break", "}") || (body[0].Is(".") && body.Count == 3)
        || (body is [{ Text: "{" }, { Text: "}" }, ..])
        || (body[0].Is("return") && body.Skip(1).All(t => t.IsLiteral || t.IsAny("[", "]", "{", "}", "(", ")", "-", ";")));
}
