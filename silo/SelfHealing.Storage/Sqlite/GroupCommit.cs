using System.Data;
using System.Globalization;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using SelfHealing.Storage.Journal;

namespace SelfHealing.Storage.Sqlite;

/// <summary>Writes the appends of many incidents in one transaction.</summary>
internal static class GroupCommit
{
    /// <summary>Checks every append against its incident's last event and commits those that fit; returns them. The others are stale.</summary>
    /// <remarks>The write lock is taken before the check, so no other process can append between the two.</remarks>
    public static IReadOnlyList<PendingAppend> Write(SqliteConnection connection, IReadOnlyList<PendingAppend> appends, DateTimeOffset at)
    {
        using var transaction = connection.BeginTransaction(IsolationLevel.Serializable, deferred: false);
        var last = ReadLast(connection, appends);
        var accepted = new List<PendingAppend>(appends.Count);
        foreach (var append in appends)
        {
            if (append.Expected == last.GetValueOrDefault(append.Incident))
            {
                last[append.Incident] = append.Last;
                accepted.Add(append);
            }
        }

        if (accepted.Count > 0)
        {
            InsertEvents(connection, accepted, Stamp(at));
            var histories = accepted.GroupBy(append => append.Incident, StringComparer.Ordinal)
                .Select(own => (Incident: own.Key, own.First().Expected, own.Last().Last, Change: RowChange.Of(own.SelectMany(append => append.Events)))).ToList();
            InsertRows(connection, [.. histories.Where(h => h.Expected == 0).Select(h => new NewRow(h.Last, IncidentRow.Of(h.Incident, h.Change, at)))], Stamp(at));
            UpdateRows(connection, [.. histories.Where(h => h.Expected > 0).Select(h => new ChangedRow(h.Incident, h.Last, h.Change.IsAdmitted, h.Change.IsClosed, h.Change.DuplicateOf))], Stamp(at));
            transaction.Commit();
        }

        return accepted;
    }

    /// <summary>A time as it is stored: UTC, sortable as text.</summary>
    public static string Stamp(DateTimeOffset at) => at.UtcDateTime.ToString("O", CultureInfo.InvariantCulture);

    private static Dictionary<string, long> ReadLast(SqliteConnection connection, IReadOnlyList<PendingAppend> appends)
    {
        var ids = Json(appends.Select(a => a.Incident).Distinct(StringComparer.Ordinal));
        return connection.Query(
            "SELECT Incident, Last FROM Incidents WHERE Incident IN (SELECT value FROM json_each($ids))",
            row => (Incident: row.GetString(0), Last: row.GetInt64(1)),
            ("$ids", ids)).ToDictionary(row => row.Incident, row => row.Last, StringComparer.Ordinal);
    }

    // Rows go in as one JSON parameter: one statement for any number of them, where named parameters are looked up one by one.
    private static void InsertEvents(SqliteConnection connection, IEnumerable<PendingAppend> accepted, string at) => connection.Run(
        """
        INSERT INTO Journal (Incident, Sequence, At, Event)
        SELECT value ->> 'incident', value ->> 'sequence', $at, value ->> 'payload' FROM json_each($rows)
        """,
        ("$at", at), ("$rows", Json(accepted.SelectMany(a => a.Payloads.Select((payload, i) => new EventRow(a.Incident, a.Expected + 1 + i, payload))))));

    private static void InsertRows(SqliteConnection connection, IReadOnlyList<NewRow> rows, string at) => RunOn(
        connection,
        rows,
        """
        INSERT INTO Incidents (Incident, Last, IsClosed, SubmittedAt, ChangedAt, Tenant, Priority, Repository, Likeness, IsAdmitted, DuplicateOf)
        SELECT line ->> 'incident', last, line ->> 'isClosed', $at, $at, line ->> 'tenant', line ->> 'priority', line ->> 'repository', line ->> 'likeness', line ->> 'isAdmitted', line ->> 'duplicateOf'
        FROM (SELECT value ->> 'last' AS last, value -> 'row' AS line FROM json_each($rows))
        """,
        at);

    private static void UpdateRows(SqliteConnection connection, IReadOnlyList<ChangedRow> rows, string at) => RunOn(
        connection,
        rows,
        """
        UPDATE Incidents
        SET Last = value ->> 'last', ChangedAt = $at, IsAdmitted = ifnull(value ->> 'isAdmitted', IsAdmitted), IsClosed = ifnull(value ->> 'isClosed', IsClosed),
            DuplicateOf = ifnull(value ->> 'duplicateOf', DuplicateOf)
        FROM json_each($rows) WHERE Incident = value ->> 'incident'
        """,
        at);

    private static void RunOn<T>(SqliteConnection connection, IReadOnlyList<T> rows, string sql, string at)
    {
        if (rows.Count > 0)
        {
            connection.Run(sql, ("$at", at), ("$rows", Json(rows)));
        }
    }

    private static string Json<T>(IEnumerable<T> rows) => JsonSerializer.Serialize(rows, StoredJson.Options);

    private readonly record struct NewRow(long Last, IncidentRow Row);

    private readonly record struct ChangedRow(string Incident, long Last, bool? IsAdmitted, bool? IsClosed, string? DuplicateOf);

    private readonly record struct EventRow(string Incident, long Sequence, string Payload);
}
