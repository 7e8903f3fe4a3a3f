namespace SelfHealing.Repairs;

/// <summary>A change of one file as a replacement of a span of the base revision's bytes.</summary>
/// <param name="Path">Path below the repository's root, with <c>/</c>.</param>
/// <param name="Start">First replaced byte (UTF-8 offset in the base revision's file).</param>
/// <param name="Length">Number of replaced bytes; 0 for an insertion.</param>
/// <param name="Replacement">The new text.</param>
[GenerateSerializer, Immutable, Alias("TextEdit")]
public sealed record TextEdit(string Path, int Start, int Length, string Replacement);

/// <summary>A change of the base revision: text edits that do not overlap.</summary>
[GenerateSerializer, Immutable, Alias("Patch")]
public sealed record Patch(IReadOnlyList<TextEdit> Edits);
