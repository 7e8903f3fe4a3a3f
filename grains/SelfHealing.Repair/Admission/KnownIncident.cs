using SelfHealing.Admission;

namespace SelfHealing.Repair.Admission;

/// <summary>Where an open incident stands in the queue's eyes.</summary>
internal enum Standing : byte
{
    /// <summary>It waits for its turn.</summary>
    Queued,

    /// <summary>It holds a place.</summary>
    Running,

    /// <summary>It waits for a person and holds no place.</summary>
    Resting,
}

/// <summary>One open incident. Small, because there may be a hundred thousand: what many share is held once, by their lane.</summary>
internal sealed class KnownIncident(string id, Lane lane, IncidentPriority priority, string likeness, DateTimeOffset submittedAt, DateTimeOffset since, long order)
{
    public string Id { get; } = id;

    public Lane Lane { get; } = lane;

    public string Likeness { get; } = likeness;

    public long SubmittedAt { get; } = submittedAt.UtcTicks;

    /// <summary>When it was offered last, in UTC ticks of the queue's own clock.</summary>
    public long Since { get; set; } = since.UtcTicks;

    /// <summary>Its number in the order of submission.</summary>
    public long Order { get; } = order;

    public IncidentPriority Priority { get; } = priority;

    public Standing Standing { get; set; }

    /// <summary>Whose turn comes first within a tenant.</summary>
    public static int Compare(KnownIncident a, KnownIncident b) =>
        a.Priority != b.Priority ? b.Priority.CompareTo(a.Priority) : a.Order.CompareTo(b.Order);
}
