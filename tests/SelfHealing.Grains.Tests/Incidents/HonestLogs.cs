namespace SelfHealing.Grains.Tests.Incidents;

/// <summary>Honest error logs and issues that contain words which a filter would stumble over.</summary>
internal static class HonestLogs
{
    /// <summary>Their texts by title.</summary>
    public static IReadOnlyDictionary<string, string> All { get; } = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "honest-logs", "logs.txt"))
        .Split("===== ", StringSplitOptions.RemoveEmptyEntries)
        .Select(entry => entry.Split('\n', 2))
        .ToDictionary(entry => entry[0], entry => entry[1].TrimEnd('\n'), StringComparer.Ordinal);
}
