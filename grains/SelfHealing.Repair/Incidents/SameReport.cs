using System.Text.Json;
using System.Text.Json.Nodes;
using SelfHealing.Incidents;
using SelfHealing.Storage;

namespace SelfHealing.Repair.Incidents;

/// <summary>Whether a submission that comes again is the one that was recorded: a retry, or a key that was used for two things.</summary>
public static class SameReport
{
    /// <summary>Refuses a submission whose incident has another report.</summary>
    /// <remarks>Who reports it and how urgent it is may differ: the trouble and the way to repair it are the same.</remarks>
    /// <exception cref="IncidentException">The reports differ; the message names the fields.</exception>
    public static void ThrowIfAnother(string incident, IncidentReport recorded, IncidentReport submitted)
    {
        ArgumentNullException.ThrowIfNull(recorded);
        ArgumentNullException.ThrowIfNull(submitted);
        if (!ReferenceEquals(recorded, submitted) && Differences(recorded, submitted) is { Count: > 0 } fields)
        {
            throw new IncidentException(
                $"Incident {incident} was submitted before with another report: {string.Join(", ", fields)} differ{(fields.Count == 1 ? "s" : "")}. "
                + "A key names one incident; use another key for another report.");
        }
    }

    /// <summary>Names of the fields in which two reports differ, as they are written in JSON.</summary>
    private static List<string> Differences(IncidentReport recorded, IncidentReport submitted)
    {
        var (one, other) = (Fields(recorded), Fields(submitted with { Reporter = recorded.Reporter, Priority = recorded.Priority }));
        return [.. one.Select(field => field.Key).Where(name => !JsonNode.DeepEquals(one[name], other[name]))];
    }

    private static JsonObject Fields(IncidentReport report) => JsonSerializer.SerializeToNode(report, StoredJson.Options)!.AsObject();
}
