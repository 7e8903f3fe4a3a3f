namespace SelfHealing.Incidents;

/// <summary>Where an incident stands.</summary>
[GenerateSerializer, Alias("IncidentStatus")]
public enum IncidentStatus
{
    /// <summary>Submitted, and worked on whenever a silo is up.</summary>
    Running,

    /// <summary>A winner waits for a person.</summary>
    AwaitingApproval,

    /// <summary>The fix was deployed (or, with a dry run, shown).</summary>
    Resolved,

    /// <summary>The tests already pass: there is nothing to repair.</summary>
    CannotReproduce,

    /// <summary>No patch was good enough; the best evidence is kept.</summary>
    GaveUp,

    /// <summary>A person refused the winner.</summary>
    Rejected,

    /// <summary>A person cancelled the incident.</summary>
    Cancelled,

    /// <summary>The wall-clock budget ran out.</summary>
    TimedOut,

    /// <summary>Something outside the fix failed (repository, sandbox, remote); the incident can be resumed.</summary>
    Faulted,

    /// <summary>Recorded, and waits for its turn.</summary>
    Queued,

    /// <summary>The same trouble is repaired by another incident, which tells of it.</summary>
    Duplicate,
}
