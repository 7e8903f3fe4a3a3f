using System.Runtime.CompilerServices;
using SelfHealing.Admission;

namespace SelfHealing.Storage.Postgres;

/// <summary>The open incidents of a PostgreSQL database.</summary>
internal sealed class PostgresIncidentIndex(PostgresDatabase database) : IIncidentIndex
{
    private const int PageRows = 1000;

    /// <inheritdoc/>
    public async IAsyncEnumerable<IncidentEntry> ReadOpenAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (at, id) = (DateTimeOffset.UnixEpoch, "");
        List<IncidentEntry> page;
        do
        {
            page = await database.QueryAsync(
                $"""
                SELECT Incident, Tenant, Priority, Repository, Likeness, SubmittedAt, IsAdmitted FROM Incidents
                WHERE NOT IsClosed AND (SubmittedAt, Incident) > ($1, $2) ORDER BY SubmittedAt, Incident LIMIT {PageRows}
                """,
                row => new IncidentEntry(
                    row.GetString(0),
                    row.GetString(1),
                    (IncidentPriority)row.GetInt32(2),
                    row.GetString(3),
                    row.GetString(4),
                    row.GetFieldValue<DateTimeOffset>(5),
                    row.GetBoolean(6)),
                cancellationToken,
                at,
                id);
            foreach (var entry in page)
            {
                yield return entry;
                (at, id) = (entry.SubmittedAt, entry.Incident);
            }
        }
        while (page.Count == PageRows);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<string>> WhichAreOverAsync(IReadOnlyList<string> incidents, CancellationToken cancellationToken) => await database.QueryAsync(
        "SELECT id FROM unnest($1::text[]) AS id WHERE NOT EXISTS (SELECT 1 FROM Incidents WHERE Incident = id AND NOT IsClosed)",
        row => row.GetString(0),
        cancellationToken,
        (object)incidents.ToArray());

    /// <inheritdoc/>
    public async Task<IReadOnlyList<string>> DuplicatesOfAsync(string incident, int limit, CancellationToken cancellationToken) => await database.QueryAsync(
        "SELECT Incident FROM Incidents WHERE DuplicateOf = $1 ORDER BY SubmittedAt DESC, Incident DESC LIMIT $2",
        row => row.GetString(0),
        cancellationToken,
        incident,
        limit);
}
