namespace SelfHealing.Repair.Prompting;

/// <summary>Shows the source of failing tests: small files whole, of long ones the tests themselves.</summary>
public static class TestExcerpts
{
    private const int SmallFile = 6_000;

    /// <summary>The excerpts, within a budget.</summary>
    /// <param name="files">Files in which the tests lie.</param>
    /// <param name="ids">Ids of failing tests.</param>
    /// <param name="budget">Most characters in all.</param>
    public static IReadOnlyList<SourceExcerpt> Of(IReadOnlyList<SourceFile> files, IReadOnlyList<string> ids, int budget)
    {
        ArgumentNullException.ThrowIfNull(files);
        ArgumentNullException.ThrowIfNull(ids);
        var names = ids.Select(Name).Distinct().ToList();
        List<SourceExcerpt> excerpts = [];
        foreach (var file in files)
        {
            var lines = SourceExcerpts.Lines(file.Text);
            IEnumerable<(int First, int Last)> shown = file.Text.Length <= SmallFile
                ? [(0, lines.Length - 1)]
                : Heading(lines).Concat(names.Select(n => CodeBlocks.Named(lines, n)).OfType<(int First, int Last)>().Distinct());
            foreach (var excerpt in shown.Select(w => SourceExcerpts.Excerpt(file.Path, lines, w.First, w.Last)).Where(e => e.Text.Length <= budget))
            {
                budget -= excerpt.Text.Length;
                excerpts.Add(excerpt);
            }
        }

        return excerpts;
    }

    // Imports say what is under test.
    private static IEnumerable<(int First, int Last)> Heading(string[] lines)
    {
        var head = Array.FindIndex(lines, CodeBlocks.IsHead);
        return head > 0 ? [(0, Math.Min(head - 1, 60))] : [];
    }

    /// <summary>The test's own name: <c>test_b</c> of <c>tests/test_a.py::TestX::test_b[1-2]</c> or of <c>tests.test_a.TestX.test_b</c>.</summary>
    private static string Name(string id)
    {
        var plain = id.Split('[')[0];
        return plain.Contains("::", StringComparison.Ordinal) ? plain.Split("::")[^1] : plain.Split('.', ' ')[^1];
    }
}
