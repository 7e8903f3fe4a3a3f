namespace SelfHealing.Repair.Memory;

/// <summary>Frames as Python and pytest print them.</summary>
internal static class PythonFrames
{
    /// <summary><c>File "a.py", line 3, in f</c>.</summary>
    public static TraceFrame? Plain(string line)
    {
        const string Start = "File \"";
        var quote = line.IndexOf("\", line ", StringComparison.Ordinal);
        if (!line.StartsWith(Start, StringComparison.Ordinal) || quote < Start.Length)
        {
            return null;
        }

        var function = line.IndexOf(", in ", quote, StringComparison.Ordinal) is >= 0 and var found ? line[(found + 5)..].Trim() : "";
        return new TraceFrame(Slashed(line[Start.Length..quote]), function);
    }

    /// <summary><c>a.py:3: ValueError</c>, <c>a.py:3:</c> or <c>a.py:3: in f</c>; the function is that of the source above where the line has none.</summary>
    public static (TraceFrame Frame, string? Exception)? Located(string line, string function)
    {
        var colon = line.IndexOf(':', line is [_, ':', ..] ? 2 : 0);
        if (colon <= 0 || !line.AsSpan(0, colon).Contains('.') || line.AsSpan(0, colon).Contains(' ') || line[0] == '<')
        {
            return null;
        }

        var end = colon + 1;
        while (end < line.Length && char.IsAsciiDigit(line[end]))
        {
            end++;
        }

        if (end == colon + 1 || end >= line.Length || line[end] != ':')
        {
            return null;
        }

        var file = Slashed(line[..colon]);
        var rest = line[(end + 1)..].Trim();
        return rest.StartsWith("in ", StringComparison.Ordinal) ? (new TraceFrame(file, rest[3..].Trim()), null)
            : rest.Length == 0 ? (new TraceFrame(file, function), null)
            : ExceptionLine.Parse(rest) is { Message.Length: 0 } named ? (new TraceFrame(file, function), named.Type)
            : null;
    }

    /// <summary>The name in <c>def f(…):</c> as pytest quotes the source.</summary>
    public static string? FunctionHead(string line)
    {
        var head = line.AsSpan().TrimStart();
        head = head.StartsWith("async ", StringComparison.Ordinal) ? head[6..].TrimStart() : head;
        if (line.Length == 0 || !char.IsWhiteSpace(line[0]) || !head.StartsWith("def ", StringComparison.Ordinal))
        {
            return null;
        }

        head = head[4..];
        return head.IndexOf('(') is > 0 and var open ? head[..open].Trim().ToString() : null;
    }

    private static string Slashed(string path) => path.Replace('\\', '/');
}
