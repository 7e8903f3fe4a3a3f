using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using SelfHealing.Incidents;
using SelfHealing.Storage.Journal;

namespace SelfHealing.Storage.Sqlite;

/// <summary>The journal in a SQLite file. All appends of this process go through one writer that commits what has gathered.</summary>
internal sealed class SqliteEventJournal : IEventJournal, IJournalRetention, IAsyncDisposable
{
    private const int PageRows = 256;

    private readonly SqliteDatabase _database;
    private readonly TimeProvider _time;
    private readonly GroupedAppends _appends;

    public SqliteEventJournal(SqliteDatabase database, TimeProvider time)
    {
        _database = database;
        _time = time;
        // The file has one writer, and so has the journal.
        _appends = new GroupedAppends(events => [.. events.Select(e => JsonSerializer.Serialize(e, StoredJson.Options))], WriteAsync);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<RecordedEvent>> AppendAsync(
        string incident, long expected, IReadOnlyList<RepairEvent> events, CancellationToken cancellationToken) =>
        _appends.AppendAsync(incident, expected, events, cancellationToken);

    /// <inheritdoc/>
    public async IAsyncEnumerable<RecordedEvent> ReadAsync(string incident, long after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // Page by page, so that a slow reader holds no connection and no snapshot open.
        List<RecordedEvent> page;
        do
        {
            var from = after;
            page = await Task.Run(() => ReadPage(incident, from), cancellationToken);
            foreach (var recorded in page)
            {
                cancellationToken.ThrowIfCancellationRequested();
                yield return recorded;
                after = recorded.Sequence;
            }
        }
        while (page.Count == PageRows);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> ListAsync(bool open, int limit, CancellationToken cancellationToken) => Task.Run<IReadOnlyList<string>>(
        () =>
        {
            using var connection = _database.Open();
            return connection.Query(
                $"SELECT Incident FROM Incidents {(open ? "WHERE IsClosed = 0" : "")} ORDER BY SubmittedAt DESC, Incident DESC LIMIT $limit",
                row => row.GetString(0),
                ("$limit", limit));
        },
        cancellationToken);

    /// <inheritdoc/>
    public Task<DateTimeOffset?> OldestSubmissionAsync(CancellationToken cancellationToken) => Task.Run(OldestSubmission, cancellationToken);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<string>> ForgetAsync(DateTimeOffset closedBefore, CancellationToken cancellationToken)
    {
        await _database.Gate.WaitAsync(cancellationToken);
        try
        {
            return await Task.Run(() => Forget(GroupCommit.Stamp(closedBefore)), CancellationToken.None);
        }
        finally
        {
            _database.Gate.Release();
        }
    }

    /// <summary>Writes what was queued and stops.</summary>
    public ValueTask DisposeAsync() => _appends.DisposeAsync();

    private async Task WriteAsync(Func<List<PendingAppend>> take)
    {
        await _database.Gate.WaitAsync();
        try
        {
            // Taken after the wait: whatever came meanwhile shares this commit.
            Commit(take());
        }
        finally
        {
            _database.Gate.Release();
        }
    }

    private void Commit(List<PendingAppend> group)
    {
        try
        {
            using var connection = _database.Open();
            var at = _time.GetUtcNow();
            var accepted = GroupCommit.Write(connection, group, at);
            foreach (var append in accepted)
            {
                append.Release(at);
            }

            foreach (var stale in group.Except(accepted, ReferenceEqualityComparer.Instance).Cast<PendingAppend>())
            {
                stale.Refuse();
            }
        }
        catch (Exception failure)
        {
            // Whatever it is, it is told to those who wait: the writer lives on for the next group.
            foreach (var append in group)
            {
                append.Fail(new IOException(
                    $"The journal {_database.Path} could not be written: {failure.Message}. Free the disk or mend its rights, then resume the incident {append.Incident}.", failure));
            }
        }
    }

    private List<RecordedEvent> ReadPage(string incident, long after)
    {
        using var connection = _database.Open();
        return connection.Query(
            $"SELECT Sequence, At, Event FROM Journal WHERE Incident = $incident AND Sequence > $after ORDER BY Sequence LIMIT {PageRows}",
            row => new RecordedEvent(
                incident,
                row.GetInt64(0),
                DateTimeOffset.Parse(row.GetString(1), CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind),
                JsonSerializer.Deserialize<RepairEvent>(row.GetString(2), StoredJson.Options)!),
            ("$incident", incident), ("$after", after));
    }

    private DateTimeOffset? OldestSubmission()
    {
        using var connection = _database.Open();
        var oldest = connection.Query("SELECT SubmittedAt FROM Incidents ORDER BY SubmittedAt LIMIT 1", row => row.GetString(0));
        return oldest.Count > 0 ? DateTimeOffset.Parse(oldest[0], CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind) : null;
    }

    private List<string> Forget(string closedBefore)
    {
        using var connection = _database.Open();
        using var transaction = connection.BeginTransaction(deferred: false);
        var forgotten = connection.Query(
            "DELETE FROM Incidents WHERE IsClosed = 1 AND ChangedAt < $before RETURNING Incident", row => row.GetString(0), ("$before", closedBefore));
        connection.Run(
            "DELETE FROM Journal WHERE Incident IN (SELECT value FROM json_each($ids))", ("$ids", JsonSerializer.Serialize(forgotten)));
        transaction.Commit();
        return forgotten;
    }
}
