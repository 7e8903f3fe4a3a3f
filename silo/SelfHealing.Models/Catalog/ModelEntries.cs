namespace SelfHealing.Models.Catalog;

/// <summary>A built-in engine: one voter.</summary>
/// <param name="Name">The voter's name.</param>
/// <param name="Description">What it does, in one line.</param>
public sealed record BuiltInEntry(string Name, string Description);

/// <summary>A configured chat model.</summary>
public sealed record ChatEntry
{
    /// <summary>Its name in the settings.</summary>
    public required string Name { get; init; }

    /// <summary>Whose interface it speaks.</summary>
    public required string Provider { get; init; }

    /// <summary>The vendor's name of the model.</summary>
    public required string Model { get; init; }

    /// <summary>Host, and port where it is not the usual one.</summary>
    public required string Endpoint { get; init; }

    /// <summary>Where its key is looked for; null when it has none.</summary>
    public string? KeyPlace { get; init; }

    /// <summary>Whether there is a key, or none is needed.</summary>
    public bool HasKey { get; init; }

    /// <summary>Why there is no key, and what to do; null when nothing is wrong.</summary>
    public string? KeyProblem { get; init; }

    /// <summary>What it may do.</summary>
    public required IReadOnlyList<string> Roles { get; init; }

    /// <summary>How it works as a coder.</summary>
    public required IReadOnlyList<string> Strategies { get; init; }

    /// <summary>Names of its voters; empty when it is no coder.</summary>
    public required IReadOnlyList<string> Voters { get; init; }

    /// <summary>US dollars for a million tokens read.</summary>
    public decimal InputPrice { get; init; }

    /// <summary>US dollars for a million tokens read from the vendor's cache.</summary>
    public decimal CachedInputPrice { get; init; }

    /// <summary>US dollars for a million tokens written.</summary>
    public decimal OutputPrice { get; init; }

    /// <summary>Calls at once.</summary>
    public int MaxConcurrentCalls { get; init; }

    /// <summary>Requests a minute.</summary>
    public int RequestsPerMinute { get; init; }

    /// <summary>Tokens a minute.</summary>
    public int TokensPerMinute { get; init; }
}

/// <summary>What came of looking whether a model answers.</summary>
/// <param name="Name">The configured name.</param>
/// <param name="Latency">From asking to the last byte.</param>
/// <param name="InputTokens">Tokens read; null when nothing came or the vendor did not tell.</param>
/// <param name="OutputTokens">Tokens written; null likewise.</param>
/// <param name="Fault">Why it brought nothing; null when it answered.</param>
/// <param name="Problem">The fault as a sentence; null when it answered.</param>
public sealed record ModelCheck(string Name, TimeSpan Latency, long? InputTokens, long? OutputTokens, ModelFault? Fault, string? Problem);
