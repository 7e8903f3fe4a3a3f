using System.Text.RegularExpressions;

namespace SelfHealing.Integrations.Git;

/// <summary>The last lines of a command's standard error; its progress lines go to the one who watches, once a percent.</summary>
internal sealed partial class ErrorTail(IProgress<string>? progress)
{
    private const int MostLines = 60;
    private const int LongestLine = 500;

    private readonly Queue<string> _lines = new();
    private string _told = "";

    public string Text => string.Join('\n', _lines);

    public void Add(string line)
    {
        if (ProgressLine.Match(line) is { Success: true } match)
        {
            var note = $"{match.Groups["what"].Value} {match.Groups["share"].Value}";
            if (note != _told)
            {
                _told = note;
                progress?.Report(note);
            }

            return;
        }

        _lines.Enqueue(line.Length > LongestLine ? line[..LongestLine] : line);
        if (_lines.Count > MostLines)
        {
            _lines.Dequeue();
        }
    }

    [GeneratedRegex(@"^(?:remote: )?(?<what>[A-Z][A-Za-z ]+): +(?<share>\d+%)", RegexOptions.NonBacktracking)]
    private static partial Regex ProgressLine { get; }
}
