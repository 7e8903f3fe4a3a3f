namespace SelfHealing.Repair.Reviews;

/// <summary>Statements that are taken away without anything in their place.</summary>
internal static class DeletionSmells
{
    public static IEnumerable<Smell> Of(CodeChange change)
    {
        var removed = change.Removed.Count(IsStatement);
        var added = change.Added.Count(a => IsStatement(a.Line));
        if (removed > 0 && added == 0)
        {
            yield return new Smell("overfit/deletes-functionality", $"The patch deletes {Count(removed)} and puts nothing instead.", 0.5);
        }
        else if (removed - added >= 3)
        {
            yield return new Smell("overfit/deletes-functionality", $"The patch replaces {Count(removed)} by {added}.", 0.6);
        }
    }

    private static bool IsStatement(CodeLine line) =>
        !line.StartsWith("pass", "else", "try", "finally", ")", "]", "}", "{", ";") && line.Tokens.Any(t => t.Kind is TokenKind.Name);

    private static string Count(int lines) => lines == 1 ? "a line of code" : $"{lines} lines of code";
}
