using SelfHealing.Repair.Patches.Edits;

namespace SelfHealing.Models.Chat.Agents;

/// <summary>Reads code out of replies in plain text.</summary>
internal static class CodeReply
{
    /// <summary>Edit blocks: at least one, and every one whole.</summary>
    public static Reading<IReadOnlyList<EditBlock>> Edits(string reply)
    {
        var read = EditBlocks.Parse(reply);
        return read.Problems.Count > 0 ? Reading<IReadOnlyList<EditBlock>>.Wrong(string.Join(' ', read.Problems.Take(5)))
            : read.Blocks.Count == 0 ? Reading<IReadOnlyList<EditBlock>>.Wrong("it holds no edit block (path, <<<<<<< SEARCH, =======, >>>>>>> REPLACE).")
            : new Reading<IReadOnlyList<EditBlock>>(read.Blocks, null);
    }

    /// <summary>The one script in a fence, or the whole reply when it has no fence and is no prose.</summary>
    public static Reading<string> Script(string reply)
    {
        var lines = reply.Replace("\r\n", "\n", StringComparison.Ordinal).Split('\n');
        var open = Array.FindIndex(lines, IsFence);
        var close = open < 0 ? -1 : Array.FindIndex(lines, open + 1, line => line.Trim() is "```" or "~~~");
        return close > open + 1 && lines[(open + 1)..close] is var script && Array.Exists(script, l => l.Trim().Length > 0)
            ? string.Join('\n', script) + "\n"
            : Reading<string>.Wrong("it holds no script between a line ``` and another.");
    }

    private static bool IsFence(string line) => line.TrimStart() is ['`', '`', '`', ..] or ['~', '~', '~', ..];
}
