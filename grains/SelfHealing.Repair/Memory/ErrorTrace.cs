namespace SelfHealing.Repair.Memory;

/// <summary>An error as its text tells it, whatever program printed it.</summary>
/// <param name="ExceptionType">Name of the exception's type without its module; empty when the text names none.</param>
/// <param name="Message">First line of its message; empty when it has none.</param>
/// <param name="Frames">The frames, outermost first.</param>
public sealed record ErrorTrace(string ExceptionType, string Message, IReadOnlyList<TraceFrame> Frames)
{
    /// <summary>Reads any text: plain Python tracebacks, pytest's long and short reports, unittest's, .NET stack traces, or none of these.</summary>
    /// <remarks>Linear in the text, of which the end alone is read when it is long: the exception stands there.</remarks>
    public static ErrorTrace Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new ErrorTraceReader().Read(text);
    }
}

/// <summary>One frame of a trace.</summary>
/// <param name="File">Path as printed, with <c>/</c>.</param>
/// <param name="Function">Function's name; empty when unknown.</param>
public sealed record TraceFrame(string File, string Function);
