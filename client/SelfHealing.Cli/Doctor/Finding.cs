namespace SelfHealing.Cli.Doctor;

/// <summary>How a check went.</summary>
internal enum Health
{
    Ok,
    Warning,
    Failure,
}

/// <summary>What one check found.</summary>
/// <param name="Subject">What was looked at, in a word or two.</param>
/// <param name="Health">How it is.</param>
/// <param name="Text">What was found.</param>
/// <param name="Advice">What to do about it; null when nothing needs doing.</param>
internal sealed record Finding(string Subject, Health Health, string Text, string? Advice = null);
