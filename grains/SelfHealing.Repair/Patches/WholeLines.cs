using DiffPlex;

namespace SelfHealing.Repair.Patches;

/// <summary>Lines with their own line breaks, so that a changed break is a change.</summary>
internal sealed class WholeLines : IChunker
{
    public IReadOnlyList<string> Chunk(string text)
    {
        List<string> lines = [];
        for (var start = 0; start < text.Length;)
        {
            var end = text.IndexOf('\n', start);
            end = end < 0 ? text.Length : end + 1;
            lines.Add(text[start..end]);
            start = end;
        }

        return lines;
    }
}
