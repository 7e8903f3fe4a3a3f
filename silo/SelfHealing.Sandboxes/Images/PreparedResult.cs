namespace SelfHealing.Sandboxes.Images;

/// <summary>How a set-up command ended.</summary>
/// <param name="ExitCode">Its exit code; null when its time was over.</param>
/// <param name="LastLines">The end of what it printed.</param>
internal sealed record PreparedResult(long? ExitCode, IReadOnlyList<string> LastLines);
