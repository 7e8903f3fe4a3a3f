using System.Runtime.CompilerServices;
using Npgsql;
using SelfHealing.Incidents;
using SelfHealing.Storage.Journal;

namespace SelfHealing.Storage.Postgres;

/// <summary>The journal in PostgreSQL, for any number of silos.</summary>
internal sealed class PostgresEventJournal : IEventJournal, IJournalRetention, IAsyncDisposable
{
    private const int PageRows = 256;
    private const int PagesAtOnce = 32;
    private const int ForgottenAtOnce = 500;

    private readonly PostgresDatabase _database;
    private readonly TimeProvider _time;
    private readonly GroupedAppends _appends;
    private readonly SharedLookups<string, List<JournalRow>> _beginnings;

    public PostgresEventJournal(PostgresDatabase database, TimeProvider time)
    {
        _database = database;
        _time = time;
        _appends = new GroupedAppends(events => [JournalText.Of(events)], WriteAsync);
        _beginnings = new SharedLookups<string, List<JournalRow>>(BeginningsAsync, PagesAtOnce);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<RecordedEvent>> AppendAsync(
        string incident, long expected, IReadOnlyList<RepairEvent> events, CancellationToken cancellationToken)
    {
        // Nothing here has to go on where it was called.
        await _database.ReadyAsync(cancellationToken).ConfigureAwait(false);
        return await _appends.AppendAsync(incident, expected, events, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<RecordedEvent> ReadAsync(string incident, long after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // Page by page, so that a slow reader holds no connection. The first row may begin with events that are known.
        List<JournalRow> page;
        do
        {
            page = after == 0 && IncidentId.IsValid(incident)
                ? await _beginnings.FindAsync(incident, cancellationToken) ?? []
                : await PageAsync(incident, after, cancellationToken);
            foreach (var (first, at, text) in page)
            {
                var events = JournalText.Read(text);
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

    private Task<List<JournalRow>> PageAsync(string incident, long after, CancellationToken cancellationToken) => _database.QueryAsync(
        $"""
        SELECT Sequence, At, Event FROM Journal
        WHERE Incident = $1 AND Sequence - 1 + Events > $2
            AND Sequence >= coalesce((SELECT max(Sequence) FROM Journal WHERE Incident = $1 AND Sequence - 1 <= $2), 0)
        ORDER BY Sequence LIMIT {PageRows}
        """,
        row => JournalRow.Of(row, column: 0),
        cancellationToken,
        incident,
        after);

    // Each incident is read where it goes on, and of a silo that died hundreds go on at once.
    private async Task<IReadOnlyDictionary<string, List<JournalRow>>> BeginningsAsync(string[] incidents)
    {
        var rows = await _database.FindAsync(
            $"""
            SELECT w.Incident, j.Sequence, j.At, j.Event
            FROM unnest($1) AS w (Incident)
            CROSS JOIN LATERAL (SELECT Sequence, At, Event FROM Journal WHERE Incident = w.Incident ORDER BY Sequence LIMIT {PageRows}) AS j
            ORDER BY j.Sequence
            """,
            row => (Incident: row.GetString(0), Row: JournalRow.Of(row, column: 1)),
            CancellationToken.None,
            [incidents]);
        return rows.GroupBy(r => r.Incident, r => r.Row, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.ToList(), StringComparer.Ordinal);
    }

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
                    await using var connection = await _database.Keyed.OpenConnectionAsync(token);
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

    /// <summary>Some events that one append wrote.</summary>
    /// <param name="First">Number of the first.</param>
    /// <param name="At">When.</param>
    /// <param name="Text">The events as JSON.</param>
    private readonly record struct JournalRow(long First, DateTimeOffset At, string Text)
    {
        public static JournalRow Of(NpgsqlDataReader row, int column) => new(row.GetInt64(column), row.GetFieldValue<DateTimeOffset>(column + 1), row.GetString(column + 2));
    }
}
