namespace SelfHealing.Repair.Patches.Edits;

/// <summary>Reads search/replace blocks out of a model's reply, as Aider and Agentless use them.</summary>
/// <remarks>
/// Prose around the blocks, fences, Windows line ends and byte order marks are overlooked. A block that is not whole is told as a problem and
/// never completed.
/// </remarks>
public static class EditBlocks
{
    private static readonly char[] s_around = ['#', '*', '`', ' ', '\t', ':', '"', '\''];
    private static readonly string[] s_labels = ["file:", "path:", "filename:", "file "];

    /// <summary>The blocks of a reply in their order, and what was wrong with the others.</summary>
    /// <param name="reply">The whole reply.</param>
    public static EditReading Parse(string reply)
    {
        ArgumentNullException.ThrowIfNull(reply);
        var lines = reply.Split('\n');
        var blocks = new List<EditBlock>();
        var problems = new List<string>();
        string? path = null;
        for (var i = 0; i < lines.Length; i++)
        {
            if (!IsBegin(lines[i]))
            {
                continue;
            }

            path = PathAbove(lines, i) ?? path;
            var last = Last(lines, i);
            var separators = Enumerable.Range(i + 1, last - i - 1).Where(n => IsSeparator(lines[n])).ToList();
            if (last == lines.Length || !IsEnd(lines[last]))
            {
                problems.Add($"{Name(blocks, problems)} has no end: a line >>>>>>> REPLACE is missing.");
                last--;
            }
            else if (separators.Count != 1)
            {
                problems.Add($"{Name(blocks, problems)} has {separators.Count} lines ======= instead of one.");
            }
            else if (path is null)
            {
                problems.Add($"{Name(blocks, problems)} names no file: the file's path must stand on the line above it.");
            }
            else if (new EditBlock(path, Text(lines, i + 1, separators[0]), Text(lines, separators[0] + 1, last)) is var block && !blocks.Contains(block))
            {
                blocks.Add(block);
            }

            i = last;
        }

        return new EditReading(blocks, problems);
    }

    /// <summary>The line that ends the block, or the one that shows that nothing does.</summary>
    private static int Last(string[] lines, int start)
    {
        var last = start + 1;
        while (last < lines.Length && !IsEnd(lines[last]) && !IsBegin(lines[last]))
        {
            last++;
        }

        return last;
    }

    private static string Name(List<EditBlock> blocks, List<string> problems) => $"Block {blocks.Count + problems.Count + 1}";

    /// <summary>The path on the nearest line above that is neither empty nor a fence; it may also stand in the fence.</summary>
    private static string? PathAbove(string[] lines, int start)
    {
        for (var i = start - 1; i >= 0 && i >= start - 4; i--)
        {
            var line = Clean(lines[i]).Trim();
            if (IsFence(line))
            {
                if (PathIn(line.TrimStart('`', '~').Split(':')[^1]) is { } inFence && inFence.Contains('.', StringComparison.Ordinal))
                {
                    return inFence;
                }
            }
            else if (line.Length > 0)
            {
                return PathIn(line);
            }
        }

        return null;
    }

    private static string? PathIn(string line)
    {
        var isMarked = line.StartsWith('#') || line.StartsWith('`') || line.StartsWith("**", StringComparison.Ordinal);
        var text = line.Trim(s_around);
        var label = Array.Find(s_labels, l => text.StartsWith(l, StringComparison.OrdinalIgnoreCase)) ?? "";
        var path = text[label.Length..].Trim(s_around);
        var isPath = path.Length > 0 && path.AsSpan().ContainsAny('.', '/') && (isMarked || !path.Any(char.IsWhiteSpace)) && path[^1] != '.';
        return isPath ? path : null;
    }

    private static string Text(string[] lines, int from, int to) =>
        string.Join('\n', lines[from..to].Select((line, i) => i == 0 ? Clean(line).TrimStart('\ufeff') : Clean(line)));

    private static string Clean(string line) => line.EndsWith('\r') ? line[..^1] : line;

    private static bool IsBegin(string line) => IsMark(line, '<', "SEARCH");

    private static bool IsEnd(string line) => IsMark(line, '>', "REPLACE");

    private static bool IsSeparator(string line) => Clean(line).TrimEnd() == "=======";

    // Models miscount the signs.
    private static bool IsMark(string line, char sign, string word)
    {
        var text = line.AsSpan().TrimStart('\ufeff').Trim();
        var rest = text.TrimStart(sign);
        return text.Length - rest.Length is >= 5 and <= 9 && rest.Trim().SequenceEqual(word);
    }

    private static bool IsFence(string line) => line.StartsWith("```", StringComparison.Ordinal) || line.StartsWith("~~~", StringComparison.Ordinal);
}

/// <summary>What was read out of a reply.</summary>
/// <param name="Blocks">Whole blocks, in order; identical ones once.</param>
/// <param name="Problems">What is wrong with each other block, as sentences.</param>
public sealed record EditReading(IReadOnlyList<EditBlock> Blocks, IReadOnlyList<string> Problems);
