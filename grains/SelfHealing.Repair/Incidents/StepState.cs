namespace SelfHealing.Repair.Incidents;

/// <summary>What is known of one step.</summary>
/// <param name="Attempts">Attempts started since the incident was submitted or last resumed.</param>
/// <param name="StartedAt">When its latest attempt started.</param>
/// <param name="EndedAt">When it ended, well or not; null while it runs.</param>
/// <param name="Failure">Why its latest attempt failed, or null.</param>
/// <param name="IsFinal">True when another attempt cannot help.</param>
public sealed record StepState(int Attempts, DateTimeOffset StartedAt, DateTimeOffset? EndedAt, string? Failure, bool IsFinal)
{
    /// <summary>Attempts after which a step that never finishes is set aside.</summary>
    public const int MaxAttempts = 3;

    /// <summary>Name of the silo that started its latest attempt; null where it is not known.</summary>
    public string? Silo { get; init; }

    /// <summary>True when it failed and must not be tried again before somebody acts.</summary>
    public bool IsSetAside => Failure is not null && (IsFinal || Attempts >= MaxAttempts);
}
