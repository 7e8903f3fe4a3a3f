using System.Text.Json;

namespace SelfHealing.Grains.Tests.Incidents;

/// <summary>Honest error logs and issues that contain words which a filter would stumble over.</summary>
internal static class HonestLogs
{
    /// <summary>Their texts by name.</summary>
    public static IReadOnlyDictionary<string, string> All { get; } = File.ReadLines(Path.Combine(AppContext.BaseDirectory, "injections", "honest-logs.jsonl"))
        .Select(line => JsonSerializer.Deserialize<Dictionary<string, string>>(line)!)
        .ToDictionary(log => log["id"], log => log["text"], StringComparer.Ordinal);
}
