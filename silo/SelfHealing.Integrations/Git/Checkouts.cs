using System.Text.Json;
using SelfHealing.Incidents;
using SelfHealing.Repositories;

namespace SelfHealing.Integrations.Git;

/// <summary>Which commit of which clone an incident works on. Written once, so that a resumed incident goes on with the same commit.</summary>
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

    /// <summary>The incident's checkout.</summary>
    /// <exception cref="RepositoryException">It has none.</exception>
    public async Task<CheckoutRecord> GetAsync(string incident, CancellationToken cancellationToken) =>
        await FindAsync(incident, cancellationToken)
        ?? throw new RepositoryException($"The incident {incident} has no clone in this data folder. Submit it anew.", isUserError: true);

    /// <summary>Keeps the incident's checkout.</summary>
    public async Task SaveAsync(string incident, CheckoutRecord record, CancellationToken cancellationToken)
    {
        var path = PathOf(incident);
        Directory.CreateDirectory(folder);
        await File.WriteAllBytesAsync(path + ".new", JsonSerializer.SerializeToUtf8Bytes(record, JsonSerializerOptions.Web), cancellationToken);
        File.Move(path + ".new", path, overwrite: true);
    }

    private string PathOf(string incident) => IncidentId.IsValid(incident)
        ? Path.Combine(folder, incident + ".json")
        : throw new ArgumentException("An incident's id has the form inc-….", nameof(incident));
}

/// <summary>An incident's commit.</summary>
/// <param name="Repository">Name of the clone.</param>
/// <param name="Commit">Full commit id.</param>
/// <param name="At">When it was checked out: the date of the incident's commit, so that making it again gives the same id.</param>
internal sealed record CheckoutRecord(string Repository, string Commit, DateTimeOffset At);
