using System.Text.RegularExpressions;

namespace SelfHealing.Repair.Localisation;

/// <summary>The functions and types that a source file defines, by the keyword in front of them and by indentation: enough to point a reader somewhere.</summary>
internal sealed class Definitions
{
    private static readonly Regex Head = new(
        @"^(?<indent>[ \t]*)([a-z]+[ \t]+){0,4}(def|class|struct|interface|record|enum|trait|function|func|fn)[ \t]+(?<name>[A-Za-z_]\w*)",
        RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture);

    private readonly List<(int Line, int Indent, string Name)> _heads = [];

    /// <summary>Reads one file.</summary>
    public Definitions(string source)
    {
        var open = new Stack<(int Indent, string Name)>();
        var number = 0;
        foreach (var line in source.AsSpan().EnumerateLines())
        {
            number++;
            if (line.Length > 400 || Head.Match(line.ToString()) is not { Success: true } match)
            {
                continue;
            }

            var indent = match.Groups["indent"].Length;
            while (open.TryPeek(out var outer) && outer.Indent >= indent)
            {
                open.Pop();
            }

            var name = open.TryPeek(out var holder) ? $"{holder.Name}.{match.Groups["name"].Value}" : match.Groups["name"].Value;
            open.Push((indent, name));
            _heads.Add((number, indent, name));
        }
    }

    /// <summary>Lines, from 1, and qualified names of the definitions of this name, which may be qualified itself.</summary>
    public IEnumerable<(int Line, string Name)> Of(string name) =>
        _heads.Where(h => h.Name == name || h.Name.EndsWith($".{name}", StringComparison.Ordinal)).Select(h => (h.Line, h.Name));

    /// <summary>Qualified name of the nearest definition at or above a line; empty when there is none.</summary>
    public string Around(int line) => _heads.LastOrDefault(h => h.Line <= line).Name ?? "";
}
