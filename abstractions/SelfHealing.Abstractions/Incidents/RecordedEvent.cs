namespace SelfHealing.Incidents;

/// <summary>An event with its place in its incident's history.</summary>
/// <param name="Incident">The incident's id.</param>
/// <param name="Sequence">1 for the first event, without gaps.</param>
/// <param name="At">When it was recorded (UTC).</param>
/// <param name="Event">What happened.</param>
[GenerateSerializer, Immutable, Alias("RecordedEvent")]
public sealed record RecordedEvent(string Incident, long Sequence, DateTimeOffset At, RepairEvent Event);
