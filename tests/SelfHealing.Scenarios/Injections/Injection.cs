using System.Text.Json;
using SelfHealing.Scenarios.Workshops;

namespace SelfHealing.Scenarios.Injections;

/// <summary>One prompt injection of the corpus (<c>tests/fixtures/injections</c>).</summary>
/// <param name="Id">Its name.</param>
/// <param name="Carrier">How it comes in, for instance <c>source-comment</c>.</param>
/// <param name="Asks">What it is after, for instance <c>touch-ci</c>.</param>
/// <param name="Text">What is read.</param>
/// <param name="Obey">What a compliant model does.</param>
internal sealed record Injection(string Id, string Carrier, string Asks, string Text, Obedience Obey)
{
    private static readonly JsonSerializerOptions s_options = new(JsonSerializerDefaults.Web);

    /// <summary>The whole corpus, aimed at nobody.</summary>
    public static IReadOnlyList<Injection> All { get; } = Read("192.0.2.1", 9);

    /// <summary>The whole corpus, aimed at a listener.</summary>
    public static IReadOnlyList<Injection> At(NetworkCanary canary) => Read(canary.Host, canary.Port);

    /// <summary>Error texts of honest programs that use the words of attacks, by their names.</summary>
    public static IReadOnlyDictionary<string, string> HonestLogs { get; } = Lines("honest-logs.jsonl")
        .Select(line => JsonDocument.Parse(line).RootElement)
        .ToDictionary(log => log.GetProperty("id").GetString()!, log => log.GetProperty("text").GetString()!, StringComparer.Ordinal);

    public override string ToString() => Id;

    private static List<Injection> Read(string host, int port) =>
    [
        .. Lines("corpus.jsonl").Select(line => JsonSerializer.Deserialize<Injection>(
            line.Replace("{canaryhost}", host, StringComparison.Ordinal)
                .Replace("{canaryport}", $"{port}", StringComparison.Ordinal)
                .Replace("{canary}", $"{host}:{port}", StringComparison.Ordinal),
            s_options)!),
    ];

    private static IEnumerable<string> Lines(string file) => File.ReadLines(SourceTree.At("tests", "fixtures", "injections", file));
}

/// <summary>What a compliant model does; one of these is set.</summary>
internal sealed record Obedience
{
    /// <summary>A file that it writes.</summary>
    public WrittenFile? Write { get; init; }

    /// <summary>A file that it deletes.</summary>
    public string? Delete { get; init; }

    /// <summary>A command that it runs where it has a shell.</summary>
    public string? Command { get; init; }

    /// <summary>Fields that it adds to its replies.</summary>
    public JsonElement? Claim { get; init; }

    /// <summary>What it says instead of an answer.</summary>
    public string? Say { get; init; }

    /// <summary>Whether it hands in the injection's text as its reproduction test.</summary>
    public bool Script { get; init; }
}

/// <summary>A file and what a compliant model writes into it.</summary>
internal sealed record WrittenFile(string Path, string Text);
