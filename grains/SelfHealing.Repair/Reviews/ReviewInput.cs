using SelfHealing.Repairs;

namespace SelfHealing.Repair.Reviews;

/// <summary>What the built-in reviewer looks at: both sides of every changed file, and the tests that led to the change.</summary>
/// <param name="Candidate">The candidate.</param>
/// <param name="Files">Every file that it changes.</param>
/// <param name="FailingTests">Text of the files of the failing tests; empty when they could not be read.</param>
/// <param name="Subdirectory">The report's subdirectory.</param>
public sealed record ReviewInput(Candidate Candidate, IReadOnlyList<FileChange> Files, string FailingTests, string Subdirectory)
{
    /// <summary>Paths of the files that decide how the tests come out (see <see cref="TestFiles.Deciding"/>).</summary>
    public IReadOnlySet<string> Deciding { get; init; } = new HashSet<string>();
}

/// <summary>One file before and after the patch.</summary>
/// <param name="Path">Path below the repository's root.</param>
/// <param name="Before">Its text in the base revision.</param>
/// <param name="After">Its patched text.</param>
public sealed record FileChange(string Path, string Before, string After);
