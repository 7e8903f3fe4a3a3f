namespace SelfHealing.Repair.Prompting;

/// <summary>Finds the function or class around a line by indentation, whatever the language.</summary>
internal static class CodeBlocks
{
    private static readonly string[] s_heads =
        ["def ", "async def ", "class ", "func ", "fn ", "function ", "public ", "private ", "protected ", "internal ", "static ", "export ", "pub "];

    /// <summary>First and last line, from 0, of the block whose head is the nearest above the line or is the line itself; null when there is none.</summary>
    public static (int First, int Last)? Around(IReadOnlyList<string> lines, int line)
    {
        var inner = int.MaxValue;
        for (var i = Math.Min(line, lines.Count - 1); i >= 0; i--)
        {
            if (string.IsNullOrWhiteSpace(lines[i]))
            {
                continue;
            }

            var indent = Indent(lines[i]);
            if (IsHead(lines[i]) && (i == line || indent < inner))
            {
                return (Decorated(lines, i, indent), End(lines, i, indent));
            }

            inner = Math.Min(inner, indent);
        }

        return null;
    }

    /// <summary>The block of a function by its name; null when there is none.</summary>
    public static (int First, int Last)? Named(IReadOnlyList<string> lines, string name)
    {
        for (var i = 0; i < lines.Count && name.Length > 0; i++)
        {
            if (IsHead(lines[i]) && Words(lines[i]).Contains(name))
            {
                return (Decorated(lines, i, Indent(lines[i])), End(lines, i, Indent(lines[i])));
            }
        }

        return null;
    }

    /// <summary>Whether a line begins a function or a class.</summary>
    public static bool IsHead(string line) => line.TrimStart() is var text && Array.Exists(s_heads, h => text.StartsWith(h, StringComparison.Ordinal));

    private static string[] Words(string line) => line.Split([' ', '(', ':', ',', '<', '{', '\t'], StringSplitOptions.RemoveEmptyEntries);

    private static int Decorated(IReadOnlyList<string> lines, int head, int indent)
    {
        while (head > 0 && lines[head - 1].TrimStart().StartsWith('@') && Indent(lines[head - 1]) == indent)
        {
            head--;
        }

        return head;
    }

    private static int End(IReadOnlyList<string> lines, int head, int indent)
    {
        var last = head;
        for (var i = head + 1; i < lines.Count; i++)
        {
            if (string.IsNullOrWhiteSpace(lines[i]))
            {
                continue;
            }

            var closes = lines[i].TrimStart() is ['}' or ')' or ']' or '{', ..];
            if (Indent(lines[i]) < indent || (Indent(lines[i]) == indent && !closes))
            {
                break;
            }

            last = i;
        }

        return last;
    }

    private static int Indent(string line) => line.Length - line.TrimStart().Length;
}
