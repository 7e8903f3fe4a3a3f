namespace SelfHealing.Http;

/// <summary>The words of the HTTP API that its server and its client have in common.</summary>
public static class HttpContract
{
    /// <summary>Where every incident is found, relative to the server's address.</summary>
    public const string Incidents = "api/incidents";

    /// <summary>Where the queue and the silos are told of, relative to the server's address.</summary>
    public const string Cluster = "api/cluster";

    /// <summary>The header with the caller's key of a submission: the same tenant and key always name the same incident.</summary>
    public const string IdempotencyKey = "Idempotency-Key";

    /// <summary>The header in which a reader that comes back says which event it saw last.</summary>
    public const string LastEventId = "Last-Event-ID";

    /// <summary>The media type of a stream of events.</summary>
    public const string EventStream = "text/event-stream";

    /// <summary>Name, in a stream, of a recorded event; its id is the sequence number.</summary>
    public const string RecordedEvent = "event";

    /// <summary>Name, in a stream, of fleeting progress; it has no id.</summary>
    public const string Progress = "progress";

    /// <summary>Name, in a stream, of its last message: nothing more happens until somebody acts. A stream that ends without it was cut off.</summary>
    public const string AtRest = "at-rest";

    /// <summary>Most events of one page of a history.</summary>
    public const int LargestPage = 1000;
}

/// <summary>The answer to a submission.</summary>
/// <param name="Incident">The incident's id.</param>
public sealed record AcceptedIncident(string Incident);

/// <summary>The incidents that the system knows, newest first.</summary>
/// <param name="Incidents">Their ids.</param>
public sealed record IncidentListing(IReadOnlyList<string> Incidents);

/// <summary>A person's decision.</summary>
/// <param name="By">Who decides; null for the caller's own name.</param>
/// <param name="Comment">Why, for the record; null for no words.</param>
public sealed record DecisionRequest(string? By, string? Comment);

/// <summary>How an incident goes on.</summary>
/// <param name="Budget">A fresh wall-clock budget; null for that of the report.</param>
public sealed record ResumeRequest(TimeSpan? Budget);
