using SelfHealing.Repair.Memory;
using SelfHealing.Repairs;

namespace SelfHealing.Repair.Prompting;

/// <summary>Orders files by how likely the fault is in them.</summary>
/// <remarks>Suspicious lines first, then what the error and the plan name, then neighbours, then small files.</remarks>
public static class SourceRanking
{
    private static readonly HashSet<string> s_code = new(StringComparer.OrdinalIgnoreCase)
    {
        ".py", ".pyi", ".pyx", ".cs", ".java", ".kt", ".go", ".rs", ".rb", ".js", ".jsx", ".ts", ".tsx", ".c", ".h", ".cc", ".cpp", ".hpp", ".php", ".swift", ".scala",
    };

    /// <summary>The paths, likeliest first.</summary>
    /// <param name="files">Editable files with their sizes in bytes.</param>
    /// <param name="suspicions">Suspicious lines.</param>
    /// <param name="error">The error's text.</param>
    /// <param name="named">Files that a plan or an earlier answer names, likeliest first.</param>
    public static IReadOnlyList<string> Order(
        IReadOnlyDictionary<string, long> files, IReadOnlyList<Suspicion> suspicions, string error, IReadOnlyList<string> named)
    {
        ArgumentNullException.ThrowIfNull(files);
        ArgumentNullException.ThrowIfNull(suspicions);
        ArgumentNullException.ThrowIfNull(error);
        ArgumentNullException.ThrowIfNull(named);
        var suspected = suspicions.GroupBy(s => s.Path).ToDictionary(g => g.Key, g => g.Max(s => s.Score));
        var framed = ErrorTrace.Parse(error).Frames.Select(f => f.File).ToHashSet();
        var folders = suspected.Keys.Concat(named).Select(Folder).ToHashSet();
        return
        [
            .. files.OrderByDescending(f => Score(f.Key))
                .ThenBy(f => f.Value)
                .ThenBy(f => f.Key, StringComparer.Ordinal)
                .Select(f => f.Key),
        ];

        double Score(string path) =>
            (suspected.TryGetValue(path, out var suspicion) ? 2 + suspicion : 0)
            + (framed.Any(frame => frame == path || frame.EndsWith($"/{path}", StringComparison.Ordinal)) ? 1.5 : 0)
            + (named.Contains(path) ? 1 : 0)
            + (error.Contains(path, StringComparison.Ordinal) ? 0.5 : 0)
            + (Stem(path) is { Length: > 3 } stem && error.Contains(stem, StringComparison.OrdinalIgnoreCase) ? 0.3 : 0)
            + (folders.Contains(Folder(path)) ? 0.2 : 0)
            + (s_code.Contains(Path.GetExtension(path)) ? 0.25 : 0);
    }

    private static string Folder(string path) => path.LastIndexOf('/') is >= 0 and var slash ? path[..slash] : "";

    private static string Stem(string path) => Path.GetFileNameWithoutExtension(path);
}
