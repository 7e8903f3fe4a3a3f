using System.Text;

namespace SelfHealing.Integrations.Git;

/// <summary>What a git command did.</summary>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="Output">Its standard output.</param>
/// <param name="Error">The end of its standard error, without progress.</param>
internal sealed record GitResult(int ExitCode, byte[] Output, string Error)
{
    /// <summary>True when it exited with 0.</summary>
    public bool Succeeded => ExitCode == 0;

    /// <summary>Its standard output as text, without the last line break.</summary>
    public string Text => Encoding.UTF8.GetString(Output).TrimEnd('\n');

    /// <summary>The lines of its standard output.</summary>
    public IEnumerable<string> Lines => Text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
