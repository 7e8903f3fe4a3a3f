namespace SelfHealing.Cli.Clusters;

/// <summary>Something that happened to the cluster, as one line for people and one JSON document for scripts.</summary>
/// <param name="Event">Its kind: <c>database</c>, <c>process</c>, <c>ready</c>, <c>scale</c>, <c>load</c>, <c>stopping</c>, <c>stopped</c>.</param>
/// <param name="Text">The sentence.</param>
internal sealed record Happening(string Event, string Text)
{
    /// <summary>The process that it happened to; null for the whole cluster.</summary>
    public string? Name { get; init; }

    /// <summary>How that process is since.</summary>
    public ProcessState? State { get; init; }

    /// <summary>Its process id.</summary>
    public int? ProcessId { get; init; }

    /// <summary>Where it, or the cluster, is reached.</summary>
    public Uri? Address { get; init; }

    /// <summary>When it happened (UTC).</summary>
    public DateTimeOffset At { get; init; }
}
