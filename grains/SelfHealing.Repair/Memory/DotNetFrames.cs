namespace SelfHealing.Repair.Memory;

/// <summary>Frames as .NET prints them.</summary>
internal static class DotNetFrames
{
    /// <summary><c>at Shop.Cart.Add(Item item) in /src/Cart.cs:line 12</c>; null for frames without a file.</summary>
    public static TraceFrame? Frame(string line)
    {
        var file = line.LastIndexOf(") in ", StringComparison.Ordinal);
        var number = line.LastIndexOf(":line ", StringComparison.Ordinal);
        if (!line.StartsWith("at ", StringComparison.Ordinal) || file < 0 || number < file + 5)
        {
            return null;
        }

        var open = line.IndexOf('(', StringComparison.Ordinal);
        var function = line[3..(open > 3 ? open : file)];
        return new TraceFrame(line[(file + 5)..number].Replace('\\', '/'), function[(function.LastIndexOf('.') + 1)..]);
    }

    /// <summary>The line without <c>Unhandled exception.</c> in front.</summary>
    public static string WithoutPreamble(string line)
    {
        const string Preamble = "Unhandled exception.";
        return line.StartsWith(Preamble, StringComparison.OrdinalIgnoreCase) ? line[Preamble.Length..].TrimStart() : line;
    }
}
