namespace SelfHealing.Incidents;

/// <summary>What a watcher of an incident receives: recorded events, and fleeting progress between them.</summary>
[GenerateSerializer, Immutable, Alias("IncidentSignal")]
public abstract record IncidentSignal;

/// <summary>A recorded event. A watcher that reopens passes the last <see cref="RecordedEvent.Sequence"/> it saw and misses nothing.</summary>
[GenerateSerializer, Immutable, Alias("EventSignal")]
public sealed record EventSignal(RecordedEvent Recorded) : IncidentSignal;

/// <summary>Progress of a running step; not recorded, and lost without harm.</summary>
/// <param name="Step">The step's id.</param>
/// <param name="Done">Units done so far.</param>
/// <param name="Total">Units in all, or null when unknown.</param>
/// <param name="Note">What the step is doing or waiting for.</param>
[GenerateSerializer, Immutable, Alias("ProgressSignal")]
public sealed record ProgressSignal(string Step, long Done, long? Total, string Note) : IncidentSignal;

/// <summary>The last signal of a watch: nothing more happens until somebody acts. A watch that ends without it was cut off, and is opened again.</summary>
[GenerateSerializer, Immutable, Alias("AtRestSignal")]
public sealed record AtRestSignal : IncidentSignal;
