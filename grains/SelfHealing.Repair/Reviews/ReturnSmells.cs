namespace SelfHealing.Repair.Reviews;

/// <summary>Answers that no longer depend on the question.</summary>
internal static class ReturnSmells
{
    public static IEnumerable<Smell> Of(CodeChange change)
    {
        var constants = change.Added.Where(a => IsConstantReturn(a.Line)).ToList();
        if (constants.Count == 0)
        {
            yield break;
        }

        if (constants.Exists(a => CutsOff(a, change.After)))
        {
            yield return new Smell("overfit/early-return", "The patch returns a constant before the rest of the function runs.", 0.2);
        }

        // return False → return True mends an answer; return total → return 3 gives one up.
        if (change.Removed.Any(l => l.StartsWith("return") && !IsConstantReturn(l)) && !change.Added.Any(a => a.Line.StartsWith("return") && !IsConstantReturn(a.Line)))
        {
            yield return new Smell("overfit/constant-return", "The patch returns a constant where the code computed a result.", 0.3);
        }
    }

    private static bool IsConstantReturn(CodeLine line) =>
        line.StartsWith("return")
        && line.Tokens.Skip(1).All(t => t.IsLiteral || t.IsAny("[", "]", "{", "}", "(", ")", "-", ",", ";"));

    // Code follows at the same depth, so it can no longer be reached.
    private static bool CutsOff(AddedLine added, IReadOnlyList<CodeLine> after) =>
        added.Index + 1 < after.Count && after[added.Index + 1].Indent == added.Line.Indent
        && !after[added.Index + 1].StartsWith("def", "class", "case", "default", "}", "@", "async")
        && !(added.Index > 0 && after[added.Index - 1].Indent == added.Line.Indent && after[added.Index - 1].StartsWith("if", "else", "case"));
}
