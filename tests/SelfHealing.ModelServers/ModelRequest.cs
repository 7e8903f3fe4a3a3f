namespace SelfHealing.ModelServers;

/// <summary>What a client asked, in the same words for every dialect.</summary>
public sealed record ModelRequest
{
    /// <summary>Number of the request at its server, from 1.</summary>
    public required int Number { get; init; }

    /// <summary>The wire format it came in.</summary>
    public required Dialect Dialect { get; init; }

    /// <summary>The name of the model that was asked for.</summary>
    public required string Model { get; init; }

    /// <summary>All system texts, joined by line ends.</summary>
    public required string System { get; init; }

    /// <summary>The other messages, in order.</summary>
    public required IReadOnlyList<ModelMessage> Messages { get; init; }

    /// <summary>The sampling temperature; null when it was left out.</summary>
    public double? Temperature { get; init; }

    /// <summary>Most tokens of the reply; null when it was left out.</summary>
    public int? MaxTokens { get; init; }

    /// <summary>The key as it came, scheme left out; null when none came.</summary>
    public string? Key { get; init; }

    /// <summary>The path that was asked for.</summary>
    public required string Path { get; init; }

    /// <summary>All headers.</summary>
    public required IReadOnlyDictionary<string, string> Headers { get; init; }

    /// <summary>The body as it came.</summary>
    public required string Body { get; init; }

    /// <summary>System and message texts together, for looking for words.</summary>
    public string Text => string.Join('\n', Messages.Select(m => m.Text).Prepend(System));
}

/// <summary>One message of a conversation.</summary>
/// <param name="Role"><c>user</c>, <c>assistant</c> or <c>tool</c>.</param>
/// <param name="Text">Its texts, joined by line ends.</param>
public sealed record ModelMessage(string Role, string Text);
