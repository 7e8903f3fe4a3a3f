using System.Data;
using System.Globalization;
using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace SelfHealing.Storage.Sqlite;

/// <summary>Writes the appends of many incidents in one transaction.</summary>
internal static class GroupCommit
{
    /// <summary>Checks every append against its incident's last event and commits those that fit; returns them. The others are stale.</summary>
    /// <remarks>The write lock is taken before the check, so no other process can append between the two.</remarks>
    public static IReadOnlyList<PendingAppend> Write(SqliteConnection connection, IReadOnlyList<PendingAppend> appends, DateTimeOffset at)
    {
        using var transaction = connection.BeginTransaction(IsolationLevel.Serializable, deferred: false);
        var heads = ReadHeads(connection, appends);
        var accepted = new List<PendingAppend>(appends.Count);
        foreach (var append in appends)
        {
            var head = heads.GetValueOrDefault(append.Incident);
            if (append.Expected == head.Last)
            {
                heads[append.Incident] = new Head(append.Expected + append.Events.Count, append.IsClosedAfter(head.IsClosed));
                accepted.Add(append);
            }
        }

        if (accepted.Count > 0)
        {
            InsertEvents(connection, accepted, Stamp(at));
            SaveHeads(connection, accepted.Select(a => a.Incident).Distinct(StringComparer.Ordinal).Select(id => new HeadRow(id, heads[id].Last, heads[id].IsClosed)), Stamp(at));
            transaction.Commit();
        }

        return accepted;
    }

    /// <summary>A time as it is stored: UTC, sortable as text.</summary>
    public static string Stamp(DateTimeOffset at) => at.UtcDateTime.ToString("O", CultureInfo.InvariantCulture);

    private static Dictionary<string, Head> ReadHeads(SqliteConnection connection, IReadOnlyList<PendingAppend> appends)
    {
        var ids = Json(appends.Select(a => a.Incident).Distinct(StringComparer.Ordinal));
        return connection.Query(
            "SELECT Incident, Last, IsClosed FROM Incidents WHERE Incident IN (SELECT value FROM json_each($ids))",
            row => (Incident: row.GetString(0), Head: new Head(row.GetInt64(1), row.GetBoolean(2))),
            ("$ids", ids)).ToDictionary(row => row.Incident, row => row.Head, StringComparer.Ordinal);
    }

    // Rows go in as one JSON parameter: one statement for any number of them, where named parameters are looked up one by one.
    private static void InsertEvents(SqliteConnection connection, IEnumerable<PendingAppend> accepted, string at) => connection.Run(
        """
        INSERT INTO Journal (Incident, Sequence, At, Event)
        SELECT value ->> 'incident', value ->> 'sequence', $at, value ->> 'payload' FROM json_each($rows)
        """,
        ("$at", at), ("$rows", Json(accepted.SelectMany(a => a.Payloads.Select((payload, i) => new EventRow(a.Incident, a.Expected + 1 + i, payload))))));

    private static void SaveHeads(SqliteConnection connection, IEnumerable<HeadRow> heads, string at) => connection.Run(
        """
        INSERT INTO Incidents (Incident, Last, IsClosed, SubmittedAt, ChangedAt)
        SELECT value ->> 'incident', value ->> 'last', value ->> 'isClosed', $at, $at FROM json_each($rows) WHERE true
        ON CONFLICT (Incident) DO UPDATE SET Last = excluded.Last, IsClosed = excluded.IsClosed, ChangedAt = excluded.ChangedAt
        """,
        ("$at", at), ("$rows", Json(heads)));

    private static string Json<T>(IEnumerable<T> rows) => JsonSerializer.Serialize(rows, StoredJson.Options);

    private readonly record struct Head(long Last, bool IsClosed);

    private readonly record struct HeadRow(string Incident, long Last, bool IsClosed);

    private readonly record struct EventRow(string Incident, long Sequence, string Payload);
}
