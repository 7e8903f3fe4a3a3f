namespace SelfHealing.Repair.Reviews;

/// <summary>Conditions that always go the same way.</summary>
internal static class ConditionSmells
{
    public static IEnumerable<Smell> Of(CodeChange change)
    {
        // An endless loop with a break inside is normal code; one that takes the place of a condition is not.
        var hadLoop = change.Removed.Any(l => l.StartsWith("while"));
        if (change.Gained(line => Constants(line, hadLoop)) > 0)
        {
            yield return new Smell("overfit/constant-condition", "The patch makes a condition that always goes the same way.", 0.2);
        }
    }

    private static int Constants(CodeLine line, bool hadLoop)
    {
        var tokens = line.Tokens;
        return Enumerable.Range(0, tokens.Count).Count(i => IsConstantHead(tokens, i, hadLoop) || IsConstantOperand(tokens, i) || IsSelfComparison(tokens, i));
    }

    private static bool IsConstantHead(IReadOnlyList<Token> tokens, int i, bool hadLoop)
    {
        if (!tokens[i].IsAny("if", "elif", "while"))
        {
            return false;
        }

        var at = i + 1;
        while (at < tokens.Count && tokens[at].IsAny("(", "not", "!"))
        {
            at++;
        }

        return at < tokens.Count && (tokens[at].IsTrue || tokens[at].IsFalse)
            && (at + 1 == tokens.Count || tokens[at + 1].IsAny(":", ")", "{", "else"))
            && (hadLoop || !tokens[i].Is("while") || !tokens[at].IsTrue);
    }

    private static bool IsConstantOperand(IReadOnlyList<Token> tokens, int i)
    {
        var isOr = tokens[i].IsAny("or", "||");
        if (!isOr && !tokens[i].IsAny("and", "&&"))
        {
            return false;
        }

        bool Decides(int at) => at >= 0 && at < tokens.Count && tokens[at].Kind == TokenKind.Name && (isOr ? tokens[at].Text is "True" or "true" : tokens[at].Text is "False" or "false");
        return (Decides(i + 1) && !IsCompared(tokens, i + 2)) || (Decides(i - 1) && !IsCompared(tokens, i - 2) && !IsNegation(tokens, i - 2));
    }

    private static bool IsSelfComparison(IReadOnlyList<Token> tokens, int i) =>
        i > 0 && i + 1 < tokens.Count
        && tokens[i].IsAny("==", "!=", "<", ">", "<=", ">=", "is")
        && tokens[i - 1].Kind is TokenKind.Name or TokenKind.Number && tokens[i - 1] == tokens[i + 1]
        && (i < 2 || tokens[i - 2].IsAny("if", "elif", "while", "and", "or", "not", "return", "(", "=", "&&", "||", "!"))
        && (i + 2 == tokens.Count || tokens[i + 2].IsAny(":", ")", "and", "or", "&&", "||", ";", "else"));

    private static bool IsCompared(IReadOnlyList<Token> tokens, int i) =>
        i >= 0 && i < tokens.Count && tokens[i].IsAny("==", "!=", "is", "in", "<", ">", "<=", ">=", "=");

    private static bool IsNegation(IReadOnlyList<Token> tokens, int i) => i >= 0 && i < tokens.Count && tokens[i].IsAny("not", "!");
}
