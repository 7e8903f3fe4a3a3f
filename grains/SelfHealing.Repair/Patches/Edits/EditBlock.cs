namespace SelfHealing.Repair.Patches.Edits;

/// <summary>One edit as a chat model writes it: lines that stand in a file, and the lines that shall stand there instead.</summary>
/// <param name="Path">The file as the model names it; it may not exist.</param>
/// <param name="Search">Lines joined by line feeds, without the last one's.</param>
/// <param name="Replace">Lines joined by line feeds, without the last one's; empty to delete.</param>
public sealed record EditBlock(string Path, string Search, string Replace)
{
    internal IReadOnlyList<string> SearchLines => LinesOf(Search);

    internal IReadOnlyList<string> ReplaceLines => LinesOf(Replace);

    private static string[] LinesOf(string text) => text.Length == 0 ? [] : text.Split('\n');
}
