namespace SelfHealing.Client;

/// <summary>How an incident is submitted.</summary>
public sealed record SubmitOptions
{
    /// <summary>A name of the caller's own for this incident, for instance an alert's id with the time when it began. The same tenant and key always give the same incident, also from another process and over another transport.</summary>
    /// <value>From 1 to 255 characters. The default value is null: every submission is a new incident.</value>
    public string? IdempotencyKey { get; init; }

    /// <summary>The incident's id, for a caller that keeps ids itself; not together with <see cref="IdempotencyKey"/>.</summary>
    /// <value>An id (see <see cref="Incidents.IncidentId"/>). The default value is null: made from the key, or new.</value>
    public string? Id { get; init; }
}
