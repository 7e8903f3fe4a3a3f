namespace SelfHealing.Models;

/// <summary>What an incident knows and allows at the moment when a call is about to be made.</summary>
[GenerateSerializer, Immutable, Alias("CallTerms")]
public sealed record CallTerms
{
    /// <summary>The same call, recorded with a reply before an interruption; null when it has to be made.</summary>
    [Id(0)] public ModelCall? Recorded { get; init; }

    /// <summary>What the incident's recorded calls used so far.</summary>
    [Id(1)] public required CallUse Used { get; init; }

    /// <summary>Artifact of the transcript that answers every call; null to ask the models.</summary>
    [Id(2)] public string? Replay { get; init; }

    /// <summary>Most US dollars by the report; null for the configured limit.</summary>
    [Id(3)] public decimal? MaxCost { get; init; }

    /// <summary>Most tokens by the report; null for the configured limit.</summary>
    [Id(4)] public long? MaxTokens { get; init; }

    /// <summary>When the incident's wall-clock budget runs out.</summary>
    [Id(5)] public DateTimeOffset Deadline { get; init; }

    /// <summary>True when the incident has ended or is being cancelled.</summary>
    [Id(6)] public bool IsOver { get; init; }
}
