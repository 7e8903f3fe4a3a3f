namespace SelfHealing.Repair.Patches.Edits;

/// <summary>Where a block's lines stand in a file.</summary>
internal abstract record BlockPlace
{
    /// <summary>At one place.</summary>
    /// <param name="Start">First line, from 0.</param>
    /// <param name="Search">The block's lines that were found there, one for each line of the file.</param>
    /// <param name="How">How they were brought to fit, as the end of a sentence; null when they fit exactly.</param>
    public sealed record At(int Start, IReadOnlyList<string> Search, string? How) : BlockPlace;

    /// <summary>As a part of one line.</summary>
    public sealed record Within(int Line, int Column) : BlockPlace;

    /// <summary>At several places, lines from 0.</summary>
    public sealed record Ambiguous(IReadOnlyList<int> Starts) : BlockPlace;

    /// <summary>Nowhere.</summary>
    /// <param name="Nearest">The line, from 0, at which it would fit best; null when no line is like it.</param>
    public sealed record Nowhere(int? Nearest) : BlockPlace;
}
