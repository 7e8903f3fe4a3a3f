using SelfHealing.Repairs;

namespace SelfHealing.Repair.Policy;

/// <summary>What a patch may touch, checked on the parsed patch: its paths, its edits and its text.</summary>
/// <remarks>Words inside the code are no reason to refuse a patch; what it changes is.</remarks>
public sealed record PatchPolicy
{
    /// <summary>The policy in use.</summary>
    public static PatchPolicy Default { get; } = new();

    /// <summary>Most lines that a patch may write. The default value is 120.</summary>
    public int MaxWrittenLines { get; init; } = 120;

    /// <summary>Most bytes of the base revision that a patch may replace. The default value is 12,000.</summary>
    public int MaxReplacedBytes { get; init; } = 12_000;

    /// <summary>Most files that a patch may change. The default value is 5.</summary>
    public int MaxFiles { get; init; } = 5;

    /// <summary>Every breach, one for a path; empty when the patch is allowed.</summary>
    /// <param name="patch">The parsed patch.</param>
    /// <param name="subdirectory">The report's subdirectory: folders that the user named himself are not judged.</param>
    public IReadOnlyList<ReviewFinding> Check(Patch patch, string subdirectory = "")
    {
        ArgumentNullException.ThrowIfNull(patch);
        ArgumentNullException.ThrowIfNull(subdirectory);
        var paths = patch.Edits.Select(e => e.Path).Distinct().ToList();
        return
        [
            .. paths.Select(path => CheckPath(path, subdirectory)).OfType<ReviewFinding>(),
            .. PatchShape.Check(patch),
            .. CheckSize(patch, paths.Count),
        ];
    }

    /// <summary>The breach that a path would be; null when a patch may touch it.</summary>
    public static ReviewFinding? CheckPath(string path, string subdirectory = "")
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(subdirectory);
        if (PathForm.Fault(path) is { } fault)
        {
            return new ReviewFinding("policy/path", $"The patch names {PathForm.Shown(path)}, {fault}.");
        }

        var root = subdirectory.Trim('/') + "/";
        var below = root.Length > 1 && path.StartsWith(root, StringComparison.Ordinal) ? path[root.Length..] : path;
        return ProtectedPaths.RuleFor(below) is { } rule
            ? new ReviewFinding(rule.Name, $"The patch changes {PathForm.Shown(path)}, {rule.Reason}; a person must make such a change.")
            : null;
    }

    private IEnumerable<ReviewFinding> CheckSize(Patch patch, int files)
    {
        var lines = patch.Edits.Sum(e => e.Replacement.Length == 0 ? 0L : 1 + e.Replacement.AsSpan().Count('\n'));
        var bytes = patch.Edits.Sum(e => (long)Math.Max(0, e.Length));
        if (files > MaxFiles)
        {
            yield return new ReviewFinding("policy/size", $"The patch changes {files} files; {MaxFiles} are allowed.");
        }

        if (lines > MaxWrittenLines)
        {
            yield return new ReviewFinding("policy/size", $"The patch writes {lines} lines; {MaxWrittenLines} are allowed.");
        }

        if (bytes > MaxReplacedBytes)
        {
            yield return new ReviewFinding("policy/size", $"The patch replaces {bytes} bytes; {MaxReplacedBytes} are allowed.");
        }
    }
}
