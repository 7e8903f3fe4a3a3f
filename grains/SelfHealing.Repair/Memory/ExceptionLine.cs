namespace SelfHealing.Repair.Memory;

/// <summary>A line such as <c>pkg.errors.ParseError: bad token</c>.</summary>
/// <param name="Type">The exception's type without its module.</param>
/// <param name="Message">The rest; may be empty.</param>
internal sealed record ExceptionLine(string Type, string Message)
{
    private static readonly string[] s_endings =
        ["Error", "Exception", "Warning", "Interrupt", "Exit", "Iteration", "Failed", "Failure", "Timeout", "TimeoutExpired", "Group"];

    /// <summary>True when the name ends as exceptions' names do.</summary>
    public bool LooksLikeException => s_endings.Any(e => Type.EndsWith(e, StringComparison.Ordinal));

    /// <summary>Parses a line; null when it does not start with a dotted name that ends the line or is followed by a colon.</summary>
    public static ExceptionLine? Parse(string line)
    {
        var end = 0;
        while (end < line.Length && (char.IsLetterOrDigit(line[end]) || line[end] is '_' or '.'))
        {
            end++;
        }

        var rest = line.AsSpan(end).TrimStart();
        if (end == 0 || !(char.IsLetter(line[0]) || line[0] == '_') || line[end - 1] == '.' || !(rest.IsEmpty || rest[0] == ':'))
        {
            return null;
        }

        return new ExceptionLine(line[(line.LastIndexOf('.', end - 1) + 1)..end], rest.IsEmpty ? "" : rest[1..].Trim().ToString());
    }
}
