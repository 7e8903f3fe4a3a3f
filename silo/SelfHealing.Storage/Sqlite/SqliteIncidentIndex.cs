using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using SelfHealing.Admission;

namespace SelfHealing.Storage.Sqlite;

/// <summary>The open incidents of a SQLite file.</summary>
internal sealed class SqliteIncidentIndex(SqliteDatabase database) : IIncidentIndex
{
    private const int PageRows = 1000;

    /// <inheritdoc/>
    public async IAsyncEnumerable<IncidentEntry> ReadOpenAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (at, id) = ("", "");
        List<(string At, IncidentEntry Entry)> page;
        do
        {
            var (afterAt, afterId) = (at, id);
            page = await Task.Run(() => ReadPage(afterAt, afterId), cancellationToken);
            foreach (var (submitted, entry) in page)
            {
                yield return entry;
                (at, id) = (submitted, entry.Incident);
            }
        }
        while (page.Count == PageRows);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> WhichAreOverAsync(IReadOnlyList<string> incidents, CancellationToken cancellationToken) => AskAsync(
        "SELECT value FROM json_each($ids) WHERE NOT EXISTS (SELECT 1 FROM Incidents WHERE Incident = value AND IsClosed = 0)",
        cancellationToken,
        ("$ids", JsonSerializer.Serialize(incidents)));

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> DuplicatesOfAsync(string incident, int limit, CancellationToken cancellationToken) => AskAsync(
        "SELECT Incident FROM Incidents WHERE DuplicateOf = $incident ORDER BY SubmittedAt DESC, Incident DESC LIMIT $limit",
        cancellationToken,
        ("$incident", incident),
        ("$limit", limit));

    private Task<IReadOnlyList<string>> AskAsync(string sql, CancellationToken cancellationToken, params (string, object)[] parameters) => Task.Run<IReadOnlyList<string>>(
        () =>
        {
            using var connection = database.Open();
            return connection.Query(sql, row => row.GetString(0), parameters);
        },
        cancellationToken);

    private List<(string At, IncidentEntry Entry)> ReadPage(string afterAt, string afterId)
    {
        using var connection = database.Open();
        return connection.Query(
            $"""
            SELECT Incident, Tenant, Priority, Repository, Likeness, SubmittedAt, IsAdmitted FROM Incidents
            WHERE IsClosed = 0 AND (SubmittedAt, Incident) > ($at, $id) ORDER BY SubmittedAt, Incident LIMIT {PageRows}
            """,
            row => (row.GetString(5), new IncidentEntry(
                row.GetString(0),
                row.GetString(1),
                (IncidentPriority)row.GetInt32(2),
                row.GetString(3),
                row.GetString(4),
                DateTimeOffset.Parse(row.GetString(5), CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind),
                row.GetBoolean(6))),
            ("$at", afterAt), ("$id", afterId));
    }
}
