using SelfHealing.Repairs;

namespace SelfHealing.Repair.Prompting;

/// <summary>Decides what a prompt shows of the source: small files whole, of long ones the functions around what is suspicious.</summary>
public static class SourceExcerpts
{
    private const int SmallFile = 12_000;
    private const int LongestBlock = 160;
    private const int Margin = 20;
    private const int Gap = 6;

    /// <summary>The excerpts, in the order of the files, within a budget.</summary>
    /// <param name="files">Files, likeliest first.</param>
    /// <param name="places">Suspicious places, most suspicious first: lines from 1.</param>
    /// <param name="functions">Names of functions that an error or a plan names.</param>
    /// <param name="budget">Most characters of source in all.</param>
    public static IReadOnlyList<SourceExcerpt> Of(
        IReadOnlyList<SourceFile> files, IReadOnlyList<Suspicion> places, IReadOnlyList<string> functions, int budget)
    {
        ArgumentNullException.ThrowIfNull(files);
        ArgumentNullException.ThrowIfNull(places);
        ArgumentNullException.ThrowIfNull(functions);
        var fitsWhole = files.Sum(f => (long)f.Text.Length) <= budget;
        List<SourceExcerpt> excerpts = [];
        foreach (var file in files)
        {
            var lines = Lines(file.Text);
            var shown = fitsWhole || file.Text.Length <= SmallFile
                ? [(0, lines.Length - 1)]
                : Windows(lines, [.. places.Where(p => p.Path == file.Path)], functions);
            foreach (var excerpt in shown.Select(w => Excerpt(file.Path, lines, w.First, w.Last)))
            {
                if (excerpt.Text.Length <= budget)
                {
                    budget -= excerpt.Text.Length;
                    excerpts.Add(excerpt);
                }
            }
        }

        return excerpts;
    }

    /// <summary>What is shown of a file around one line.</summary>
    /// <param name="file">The file.</param>
    /// <param name="line">The line, from 1.</param>
    /// <param name="margin">Lines above and below.</param>
    public static SourceExcerpt Around(SourceFile file, int line, int margin)
    {
        ArgumentNullException.ThrowIfNull(file);
        var lines = Lines(file.Text);
        return Excerpt(file.Path, lines, Math.Clamp(line - 1 - margin, 0, lines.Length - 1), Math.Clamp(line - 1 + margin, 0, lines.Length - 1));
    }

    internal static string[] Lines(string text) => text.Replace("\r\n", "\n", StringComparison.Ordinal).TrimEnd('\n').Split('\n');

    internal static SourceExcerpt Excerpt(string path, string[] lines, int first, int last) =>
        new(path, first + 1, last + 1, lines.Length, string.Join('\n', lines[first..(last + 1)]));

    private static List<(int First, int Last)> Windows(string[] lines, IReadOnlyList<Suspicion> places, IReadOnlyList<string> functions)
    {
        var windows = places.Select(p => Clamp(p.Line - 1)).Select(line => Block(line) ?? Near(line))
            .Concat(functions.Select(f => CodeBlocks.Named(lines, f)).OfType<(int First, int Last)>().Where(b => b.Last - b.First < LongestBlock))
            .ToList();
        return Merged(windows.Count > 0 ? windows : [(0, Clamp(LongestBlock))]);

        int Clamp(int line) => Math.Clamp(line, 0, lines.Length - 1);
        (int, int) Near(int line) => (Clamp(line - Margin), Clamp(line + Margin));
        (int First, int Last)? Block(int line) => CodeBlocks.Around(lines, line) is { } block && block.Last - block.First < LongestBlock ? block : null;
    }

    private static List<(int First, int Last)> Merged(List<(int First, int Last)> windows)
    {
        List<(int First, int Last)> merged = [];
        foreach (var window in windows.OrderBy(w => w.First))
        {
            if (merged.Count > 0 && window.First <= merged[^1].Last + Gap)
            {
                merged[^1] = (merged[^1].First, Math.Max(merged[^1].Last, window.Last));
            }
            else
            {
                merged.Add(window);
            }
        }

        return merged;
    }
}
