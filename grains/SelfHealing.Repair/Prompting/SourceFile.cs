namespace SelfHealing.Repair.Prompting;

/// <summary>A file of the base revision as a prompt may show it.</summary>
/// <param name="Path">Path below the repository's root.</param>
/// <param name="Text">Its text.</param>
public sealed record SourceFile(string Path, string Text);

/// <summary>What is shown of a file.</summary>
/// <param name="Path">Path below the repository's root.</param>
/// <param name="FirstLine">First line shown, from 1.</param>
/// <param name="LastLine">Last line shown.</param>
/// <param name="TotalLines">Lines of the file.</param>
/// <param name="Text">The lines, with line feeds.</param>
public sealed record SourceExcerpt(string Path, int FirstLine, int LastLine, int TotalLines, string Text)
{
    /// <summary>True when nothing is left out.</summary>
    public bool IsWhole => FirstLine == 1 && LastLine == TotalLines;

    /// <summary>What it is, as a label.</summary>
    public string Label => IsWhole ? $"file {Path}, whole" : $"file {Path}, lines {FirstLine} to {LastLine} of {TotalLines}";

    /// <summary>The lines with their numbers in front.</summary>
    public string Numbered => string.Join('\n', Text.Split('\n').Select((line, i) => $"{FirstLine + i,5}  {line}"));
}
