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
/// <param name="Base">The file in the base revision.</param>
/// <param name="After">Its patched text.</param>
public sealed record FileChange(BaseFile Base, string After)
{
    /// <summary>Path below the repository's root.</summary>
    public string Path => Base.Path;
}

/// <summary>A file of the base revision, read once for all candidates that change it.</summary>
/// <param name="path">Path below the repository's root.</param>
/// <param name="text">Its text.</param>
public sealed class BaseFile(string path, string text)
{
    /// <summary>Path below the repository's root.</summary>
    public string Path => path;

    /// <summary>Its lines of code.</summary>
    internal CodeLines Lines => field ??= Lexer.Lines(text, path);
}
