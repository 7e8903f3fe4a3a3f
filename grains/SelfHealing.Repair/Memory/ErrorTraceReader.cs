namespace SelfHealing.Repair.Memory;

/// <summary>Reads a trace line by line, without regular expressions: no text can make it slow.</summary>
internal sealed class ErrorTraceReader
{
    private const int MaxText = 64 * 1024;
    private const int MaxLine = 1_000;
    private const int MaxFrames = 40;

    private readonly List<TraceFrame> _frames = [];
    private string _type = "";
    private string _message = "";
    private string _function = "";
    private string _firstLine = "";
    private bool _isTyped;
    private bool _inTraceback;
    private bool _inExplanation;

    public ErrorTrace Read(string text)
    {
        foreach (var raw in text.AsSpan(Math.Max(0, text.Length - MaxText)).EnumerateLines())
        {
            ReadLine(Terminal.WithoutEscapes(raw.Length > MaxLine ? raw[..MaxLine] : raw));
        }

        return new ErrorTrace(_type, _isTyped || _message.Length > 0 ? _message : _firstLine, _frames.TakeLast(MaxFrames).ToList());
    }

    private void ReadLine(string line)
    {
        var trimmed = line.Trim();
        if (trimmed.Length > 0 && _firstLine.Length == 0)
        {
            _firstLine = trimmed;
        }

        var isExplanation = line.StartsWith("E  ", StringComparison.Ordinal);
        if (isExplanation)
        {
            // pytest explains an exception on consecutive lines that start with E; the first one names it.
            if (!_inExplanation)
            {
                Explain(trimmed[1..].TrimStart());
            }
        }
        else if (PythonFrames.FunctionHead(line) is { } function)
        {
            _function = function;
        }
        else if (PythonFrames.Plain(trimmed) is { } plain)
        {
            _frames.Add(plain);
            _inTraceback = true;
        }
        else if (PythonFrames.Located(line, _function) is { } located)
        {
            _frames.Add(located.Frame);
            if (located.Exception is { } named && _type.Length == 0)
            {
                (_type, _isTyped) = (named, true);
            }
        }
        else if (DotNetFrames.Frame(trimmed) is { } frame)
        {
            // .NET prints the innermost frame first.
            _frames.Insert(0, frame);
        }
        else if (trimmed.Length > 0 && !char.IsWhiteSpace(line[0]))
        {
            ReadUnindented(trimmed);
        }

        _inExplanation = isExplanation;
    }

    private void ReadUnindented(string line)
    {
        if (line.StartsWith("Traceback (most recent call last)", StringComparison.Ordinal))
        {
            _inTraceback = true;
        }
        else if (ExceptionLine.Parse(DotNetFrames.WithoutPreamble(line)) is { } named && (_inTraceback || named.LooksLikeException))
        {
            (_type, _message, _isTyped) = (named.Type, named.Message, true);
            _inTraceback = false;
        }
    }

    private void Explain(string line) =>
        (_type, _message, _isTyped) = ExceptionLine.Parse(line) is { LooksLikeException: true } named
            ? (named.Type, named.Message, true)
            : ("AssertionError", line, true);
}
