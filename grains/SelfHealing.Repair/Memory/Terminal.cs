using System.Text;

namespace SelfHealing.Repair.Memory;

/// <summary>Output that was meant for a terminal.</summary>
internal static class Terminal
{
    /// <summary>The line without escape sequences and control characters.</summary>
    public static string WithoutEscapes(ReadOnlySpan<char> line)
    {
        var text = new StringBuilder(line.Length);
        for (var i = 0; i < line.Length; i++)
        {
            if (line[i] == '\u001b')
            {
                i = EndOfEscape(line, i);
            }
            else if (!char.IsControl(line[i]) || line[i] == '\t')
            {
                text.Append(line[i]);
            }
        }

        return text.ToString();
    }

    private static int EndOfEscape(ReadOnlySpan<char> line, int start)
    {
        var i = start + 1;
        if (i < line.Length && line[i] == '[')
        {
            i++;
            while (i < line.Length && line[i] is < '@' or > '~')
            {
                i++;
            }
        }

        return i;
    }
}
