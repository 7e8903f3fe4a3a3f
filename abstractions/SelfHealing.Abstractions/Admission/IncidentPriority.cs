namespace SelfHealing.Admission;

/// <summary>How urgent an incident is among those of its tenant. Another tenant's urgency never takes a tenant's fair share.</summary>
[GenerateSerializer, Alias("IncidentPriority")]
public enum IncidentPriority
{
    /// <summary>Whenever nothing else waits.</summary>
    Low,

    /// <summary>The usual.</summary>
    Normal,

    /// <summary>Before the usual.</summary>
    High,

    /// <summary>Before everything else of its tenant.</summary>
    Critical,
}
