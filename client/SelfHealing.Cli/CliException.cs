namespace SelfHealing.Cli;

/// <summary>Ends the command with a sentence and an exit code.</summary>
/// <param name="message">What happened, to what, and what to do.</param>
/// <param name="exitCode">One of <see cref="ExitCodes"/>.</param>
internal sealed class CliException(string message, int exitCode = ExitCodes.Error) : Exception(message)
{
    /// <summary>The exit code.</summary>
    public int ExitCode { get; } = exitCode;
}
