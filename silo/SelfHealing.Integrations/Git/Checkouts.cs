using System.Text.Json;
using SelfHealing.Incidents;

namespace SelfHealing.Integrations.Git;

/// <summary>Which commit of which clone an incident works on. Written once, so that a resumed incident goes on with the same commit.</summary>
/// <remarks>Known on this machine alone: another one is told the commit by the incident.</remarks>
internal sealed class Checkouts(string folder)
{
    /// <summary>The incident's checkout, or null when it has none yet.</summary>
    public async Task<CheckoutRecord?> FindAsync(string incident, CancellationToken cancellationToken)
    {
        var path = PathOf(incident);
        if (!File.Exists(path))
        {
            return null;
        }

        await using var file = File.OpenRead(path);
        return await JsonSerializer.DeserializeAsync<CheckoutRecord>(file, JsonSerializerOptions.Web, cancellationToken);
    }

    /// <summary>Keeps the incident's checkout.</summary>
    public async Task SaveAsync(string incident, CheckoutRecord record, CancellationToken cancellationToken)
    {
        var path = PathOf(incident);
        Directory.CreateDirectory(folder);
        await File.WriteAllBytesAsync(path + ".new", JsonSerializer.SerializeToUtf8Bytes(record, JsonSerializerOptions.Web), cancellationToken);
        File.Move(path + ".new", path, overwrite: true);
    }

    /// <summary>The incidents that have a checkout here.</summary>
    public IReadOnlyList<string> Incidents() =>
        Directory.Exists(folder) ? [.. Directory.EnumerateFiles(folder, "*.json").Select(Path.GetFileNameWithoutExtension).OfType<string>().Where(IncidentId.IsValid)] : [];

    /// <summary>Removes the checkouts of incidents, and what processes that were killed left half-written before a moment.</summary>
    public void Forget(IEnumerable<string> incidents, DateTimeOffset unfinishedBefore)
    {
        foreach (var incident in incidents)
        {
            File.Delete(PathOf(incident));
        }

        if (Directory.Exists(folder))
        {
            foreach (var left in Directory.EnumerateFiles(folder, "*.new").Where(file => File.GetLastWriteTimeUtc(file) < unfinishedBefore.UtcDateTime))
            {
                File.Delete(left);
            }
        }
    }

    private string PathOf(string incident) => IncidentId.IsValid(incident)
        ? Path.Combine(folder, incident + ".json")
        : throw new ArgumentException("An incident's id has the form inc-….", nameof(incident));
}

/// <summary>An incident's commit.</summary>
/// <param name="Repository">Name of the clone.</param>
/// <param name="Commit">Full commit id.</param>
internal sealed record CheckoutRecord(string Repository, string Commit);
