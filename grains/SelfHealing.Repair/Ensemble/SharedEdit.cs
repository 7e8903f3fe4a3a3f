namespace SelfHealing.Repair.Ensemble;

/// <summary>One atom: whole lines of one file replaced by others.</summary>
/// <param name="Path">The file.</param>
/// <param name="Line">First replaced line of the base revision, from 0; the line before which an insertion stands.</param>
/// <param name="Removed">How many lines are replaced; 0 for an insertion.</param>
/// <param name="Text">The new lines with their breaks; empty for a deletion.</param>
internal sealed record SharedEdit(string Path, int Line, int Removed, string Text)
{
    /// <summary>What is left when white space is no matter: the same for edits that only differ in it.</summary>
    public string Key => $"{Path}\n{Line}\n{Removed}\n{string.Concat(Text.Where(c => !char.IsWhiteSpace(c)))}";

    /// <summary>True when both cannot be made together.</summary>
    public bool Overlaps(SharedEdit other) =>
        Path == other.Path && Line <= other.Line + other.Removed && other.Line <= Line + Removed;
}
