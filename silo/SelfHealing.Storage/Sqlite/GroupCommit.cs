using System.Data;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace SelfHealing.Storage.Sqlite;

/// <summary>Writes the appends of many incidents in one transaction.</summary>
internal static class GroupCommit
{
    private const int RowsPerInsert = 200;

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
            foreach (var incident in accepted.Select(a => a.Incident).Distinct(StringComparer.Ordinal))
            {
                SaveHead(connection, incident, heads[incident], Stamp(at));
            }

            transaction.Commit();
        }

        return accepted;
    }

    /// <summary>A time as it is stored: UTC, sortable as text.</summary>
    public static string Stamp(DateTimeOffset at) => at.UtcDateTime.ToString("O", CultureInfo.InvariantCulture);

    private static Dictionary<string, Head> ReadHeads(SqliteConnection connection, IReadOnlyList<PendingAppend> appends)
    {
        var ids = JsonSerializer.Serialize(appends.Select(a => a.Incident).Distinct(StringComparer.Ordinal));
        return connection.Query(
            "SELECT Incident, Last, IsClosed FROM Incidents WHERE Incident IN (SELECT value FROM json_each($ids))",
            row => (Incident: row.GetString(0), Head: new Head(row.GetInt64(1), row.GetBoolean(2))),
            ("$ids", ids)).ToDictionary(row => row.Incident, row => row.Head, StringComparer.Ordinal);
    }

    private static void InsertEvents(SqliteConnection connection, IReadOnlyList<PendingAppend> accepted, string at)
    {
        var rows = accepted.SelectMany(a => a.Payloads.Select((payload, i) => (a.Incident, Sequence: a.Expected + 1 + i, Payload: payload)));
        foreach (var chunk in rows.Chunk(RowsPerInsert))
        {
            using var command = connection.CreateCommand();
            var sql = new StringBuilder("INSERT INTO Journal (Incident, Sequence, At, Event) VALUES ");
            command.Parameters.AddWithValue("$at", at);
            for (var i = 0; i < chunk.Length; i++)
            {
                sql.Append(i == 0 ? "" : ", ").Append(CultureInfo.InvariantCulture, $"($i{i}, $s{i}, $at, $e{i})");
                command.Parameters.AddWithValue($"$i{i}", chunk[i].Incident);
                command.Parameters.AddWithValue($"$s{i}", chunk[i].Sequence);
                command.Parameters.AddWithValue($"$e{i}", chunk[i].Payload);
            }

            command.CommandText = sql.ToString();
            command.ExecuteNonQuery();
        }
    }

    private static void SaveHead(SqliteConnection connection, string incident, Head head, string at) => connection.Run(
        """
        INSERT INTO Incidents (Incident, Last, IsClosed, SubmittedAt, ChangedAt) VALUES ($incident, $last, $closed, $at, $at)
        ON CONFLICT (Incident) DO UPDATE SET Last = excluded.Last, IsClosed = excluded.IsClosed, ChangedAt = excluded.ChangedAt
        """,
        ("$incident", incident), ("$last", head.Last), ("$closed", head.IsClosed), ("$at", at));

    private readonly record struct Head(long Last, bool IsClosed);
}
