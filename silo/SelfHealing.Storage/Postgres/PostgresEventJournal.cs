using System.Runtime.CompilerServices;
using SelfHealing.Incidents;
using SelfHealing.Storage.Journal;

namespace SelfHealing.Storage.Postgres;

/// <summary>The journal in PostgreSQL, for any number of silos.</summary>
internal sealed class PostgresEventJournal : IEventJournal, IJournalRetention, IAsyncDisposable
{
    private const int PageRows = 256;
    private const int ForgottenAtOnce = 500;

    private readonly PostgresDatabase _database;
    private readonly TimeProvider _time;
    private readonly GroupedAppends _appends;

    public PostgresEventJournal(PostgresDatabase database, TimeProvider time)
    {
        _database = database;
        _time = time;
        _appends = new GroupedAppends(WriteAsync);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<RecordedEvent>> AppendAsync(
        string incident, long expected, IReadOnlyList<RepairEvent> events, CancellationToken cancellationToken)
    {
        await _database.ReadyAsync(cancellationToken);
        return await _appends.AppendAsync(incident, expected, events, cancellationToken);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<RecordedEvent> ReadAsync(string incident, long after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // Page by page, so that a slow reader holds no connection. The first row may begin with events that are known.
        List<(long First, DateTimeOffset At, IReadOnlyList<RepairEvent> Events)> page;
        do
        {
            page = await _database.QueryAsync(
                $"""
                SELECT Sequence, At, Event FROM Journal
                WHERE Incident = $1 AND Sequence - 1 + Events > $2
                    AND Sequence >= coalesce((SELECT max(Sequence) FROM Journal WHERE Incident = $1 AND Sequence - 1 <= $2), 0)
                ORDER BY Sequence LIMIT {PageRows}
                """,
                row => (row.GetInt64(0), row.GetFieldValue<DateTimeOffset>(1), JournalText.Read(row.GetString(2))),
                cancellationToken,
                incident,
                after);
            foreach (var (first, at, events) in page)
            {
                for (var index = (int)Math.Max(0, after + 1 - first); index < events.Count; index++)
                {
                    after = first + index;
                    yield return new RecordedEvent(incident, after, at, events[index]);
                }
            }
        }
        while (page.Count == PageRows);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<string>> ListAsync(bool open, int limit, CancellationToken cancellationToken) => await _database.QueryAsync(
        $"SELECT Incident FROM Incidents {(open ? "WHERE NOT IsClosed" : "")} ORDER BY SubmittedAt DESC, Incident DESC LIMIT $1",
        row => row.GetString(0),
        cancellationToken,
        limit);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<string>> ForgetAsync(DateTimeOffset closedBefore, CancellationToken cancellationToken)
    {
        // A few at a time, so that no lock is held for long; what another silo forgets or resumes at this moment is passed over.
        var forgotten = new List<string>();
        List<string> some;
        do
        {
            some = await _database.QueryAsync(
                """
                WITH forgotten AS
                (
                    DELETE FROM Incidents WHERE Incident IN
                    (
                        SELECT Incident FROM Incidents WHERE IsClosed AND ClosedAt < $1 ORDER BY Incident LIMIT $2 FOR UPDATE SKIP LOCKED
                    )
                    RETURNING Incident
                ), gone AS
                (
                    DELETE FROM Journal WHERE Incident IN (SELECT Incident FROM forgotten)
                )
                SELECT Incident FROM forgotten
                """,
                row => row.GetString(0),
                cancellationToken,
                closedBefore.ToUniversalTime(),
                ForgottenAtOnce);
            forgotten.AddRange(some);
        }
        while (some.Count == ForgottenAtOnce);
        return forgotten;
    }

    /// <inheritdoc/>
    public async Task<DateTimeOffset?> OldestSubmissionAsync(CancellationToken cancellationToken)
    {
        var oldest = await _database.QueryAsync("SELECT SubmittedAt FROM Incidents ORDER BY SubmittedAt LIMIT 1", row => row.GetFieldValue<DateTimeOffset>(0), cancellationToken);
        return oldest.Count > 0 ? oldest[0] : null;
    }

    /// <summary>Writes what was queued and stops.</summary>
    public ValueTask DisposeAsync() => _appends.DisposeAsync();

    private async Task WriteAsync(Func<List<PendingAppend>> take)
    {
        // What the database can hold of a time: an event that is read again has the time that its writer was told.
        var now = _time.GetUtcNow();
        var group = new PostgresGroup(take(), now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMicrosecond)));
        try
        {
            await _database.Patience.ExecuteAsync(
                async token =>
                {
                    await using var connection = await _database.Writers.OpenConnectionAsync(token);
                    await group.WriteAsync(connection, token);
                },
                CancellationToken.None);
        }
        catch (Exception failure)
        {
            // Whatever it is, it is told to those who wait: the writer lives on for the next group.
            group.Fail(new StorageException(
                $"The journal could not be written. {PostgresFaults.Explain(failure, _database.Address).Message} Then resume the incidents that stopped.", failure));
        }
    }
}
