namespace SelfHealing.Admission;

/// <summary>An incident as the queue knows it: a few hundred bytes, however large its report is.</summary>
/// <param name="Incident">The incident's id.</param>
/// <param name="Tenant">Who pays for it.</param>
/// <param name="Priority">How urgent it is among those of its tenant.</param>
/// <param name="Repository">Key of its repository (<c>repo-{digest}</c>).</param>
/// <param name="Likeness">Digest of what it reports: an open incident with the same one is the same trouble.</param>
/// <param name="SubmittedAt">When it was submitted (UTC).</param>
/// <param name="IsAdmitted">True once it has left the queue.</param>
[GenerateSerializer, Immutable, Alias("IncidentEntry")]
public sealed record IncidentEntry(
    string Incident, string Tenant, IncidentPriority Priority, string Repository, string Likeness, DateTimeOffset SubmittedAt, bool IsAdmitted);
