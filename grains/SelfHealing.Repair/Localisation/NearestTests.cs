using SelfHealing.Repair.Policy;

namespace SelfHealing.Repair.Localisation;

/// <summary>Chooses the test files that are nearest to suspicious code, where running every test would take too long.</summary>
/// <remarks>By path alone: a test file is the nearer, the more its name and folders share with a suspicious file, and then with words of the text.</remarks>
public static class NearestTests
{
    /// <summary>The nearest test files, nearest first; empty when none has anything in common with what is suspicious.</summary>
    /// <param name="paths">Every file of the repository.</param>
    /// <param name="suspicious">Suspicious files, most suspicious first.</param>
    /// <param name="text">The incident's text.</param>
    /// <param name="count">Most files that are chosen.</param>
    public static IReadOnlyList<string> Of(IEnumerable<string> paths, IReadOnlyList<string> suspicious, string text, int count)
    {
        ArgumentNullException.ThrowIfNull(paths);
        ArgumentNullException.ThrowIfNull(suspicious);
        ArgumentNullException.ThrowIfNull(text);
        var words = text.Split([' ', '\n', '\t', '\r', '.', ',', '(', ')', '`', '\'', '"', ':', '/', '_', '[', ']', '=', '<', '>'], StringSplitOptions.RemoveEmptyEntries)
            .Where(w => w.Length > 3).Select(w => w.ToLowerInvariant()).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. paths.Where(IsTest)
                .Select(path => (Path: path, Score: Score(path, suspicious, words)))
                .Where(t => t.Score > 0)
                .OrderByDescending(t => t.Score).ThenBy(t => t.Path.Length).ThenBy(t => t.Path, StringComparer.Ordinal)
                .Take(count).Select(t => t.Path),
        ];
    }

    /// <summary>Whether a path is a Python test file, by its name or as Django names its own.</summary>
    public static bool IsTest(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        var name = path[(path.LastIndexOf('/') + 1)..];
        return name.EndsWith(".py", StringComparison.Ordinal) && name is not ("conftest.py" or "__init__.py" or "runtests.py")
            && TestNames.IsFile(name.ToLowerInvariant());
    }

    private static double Score(string path, IReadOnlyList<string> suspicious, HashSet<string> words)
    {
        var parts = Parts(path);
        var score = 0.0;
        for (var rank = 0; rank < Math.Min(suspicious.Count, 10); rank++)
        {
            var other = Parts(suspicious[rank]);
            // The stem says most, then folders that few other files share: the outermost one says nothing.
            var shared = (parts.Contains(other[^1]) ? 4 : 0) + parts.Intersect(other.Skip(1).SkipLast(1)).Count();
            score = Math.Max(score, shared / (1.0 + (0.2 * rank)));
        }

        return score + (0.5 * parts.Skip(1).Intersect(words).Count());
    }

    // lib/matplotlib/tests/test_axes.py: lib, matplotlib, axes.
    private static List<string> Parts(string path) =>
        [.. path[..(path.LastIndexOf('.') is > 0 and var dot ? dot : path.Length)].ToLowerInvariant().Split('/')
            .SelectMany(part => part.Split('_', StringSplitOptions.RemoveEmptyEntries).Append(part))
            .Select(part => part.StartsWith("test_", StringComparison.Ordinal) ? part[5..] : part)
            .Where(part => part is not ("test" or "tests" or "testing" or "")).Distinct().DefaultIfEmpty("")];
}
