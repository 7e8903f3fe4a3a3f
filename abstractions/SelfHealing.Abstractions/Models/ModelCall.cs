namespace SelfHealing.Models;

/// <summary>One call of a chat model, as its incident records it. Holds no text of the prompt or the reply: <see cref="Transcript"/> points at them.</summary>
[GenerateSerializer, Immutable, Alias("ModelCall")]
public sealed record ModelCall
{
    /// <summary>Id within the incident: <c>{step}/{number}</c>, the same when an interrupted step asks again.</summary>
    [Id(0)] public required string Id { get; init; }

    /// <summary>The step on whose behalf it was made.</summary>
    [Id(1)] public required string Step { get; init; }

    /// <summary>The configured name of the model.</summary>
    [Id(2)] public required string Model { get; init; }

    /// <summary>The agent that asked: <c>planner</c>, <c>coder</c>, <c>reviewer</c>, <c>tester</c> or <c>selector</c>.</summary>
    [Id(3)] public required string Agent { get; init; }

    /// <summary>The prompt's name and version, for instance <c>agentless-edits@2</c>.</summary>
    [Id(4)] public required string Prompt { get; init; }

    /// <summary>Digest of what was asked, nonces left out: equal for identical calls.</summary>
    [Id(5)] public required string Digest { get; init; }

    /// <summary>Tokens read, those from the vendor's cache included.</summary>
    [Id(6)] public long InputTokens { get; init; }

    /// <summary>Tokens among <see cref="InputTokens"/> that the vendor's cache answered.</summary>
    [Id(7)] public long CachedTokens { get; init; }

    /// <summary>Tokens written, reasoning included.</summary>
    [Id(8)] public long OutputTokens { get; init; }

    /// <summary>Price in US dollars by the configured prices.</summary>
    [Id(9)] public decimal Cost { get; init; }

    /// <summary>From asking to the last byte, retries and waiting for limits included.</summary>
    [Id(10)] public TimeSpan Latency { get; init; }

    /// <summary>Requests sent to the vendor, retries included; 0 when it was replayed or not made.</summary>
    [Id(11)] public int Attempts { get; init; }

    /// <summary>Why the model stopped, in the vendor's word (<c>stop</c>, <c>length</c>, …); null when nothing came.</summary>
    [Id(12)] public string? FinishReason { get; init; }

    /// <summary>Why it brought nothing; null when it brought a reply.</summary>
    [Id(13)] public ModelFault? Fault { get; init; }

    /// <summary>The fault as a sentence; null when there was none.</summary>
    [Id(14)] public string? Reason { get; init; }

    /// <summary>Artifact with the request and the reply, secrets removed; null when nothing was kept.</summary>
    [Id(15)] public string? Transcript { get; init; }

    /// <summary>True when a recorded transcript answered and nothing was spent.</summary>
    [Id(16)] public bool WasReplayed { get; init; }
}
