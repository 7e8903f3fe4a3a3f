using System.Text;
using Npgsql;
using SelfHealing.Storage.Journal;

namespace SelfHealing.Storage.Postgres;

/// <summary>The statements that append.</summary>
internal static class PostgresAppends
{
    // One statement is one transaction and one round trip. An incident's last number is read from the journal's own key; whoever appends at the
    // same moment runs into that key. Rows of the index change first, so that an incident which is being forgotten is not written to.
    private const string Append =
        """
        WITH made AS
        (
            INSERT INTO Incidents (Incident, Tenant, Priority, Repository, Likeness, IsAdmitted, IsClosed, DuplicateOf, SubmittedAt, ClosedAt)
            SELECT n.Incident, n.Tenant, n.Priority, n.Repository, n.Likeness, n.IsAdmitted, n.IsClosed, n.DuplicateOf, $1, CASE WHEN n.IsClosed THEN $1 END
            FROM unnest($2, $3, $4, $5, $6, $7, $8, $9) AS n (Incident, Tenant, Priority, Repository, Likeness, IsAdmitted, IsClosed, DuplicateOf)
            WHERE (SELECT j.Sequence FROM Journal AS j WHERE j.Incident = n.Incident ORDER BY j.Sequence DESC LIMIT 1) IS NULL
                AND (SELECT i.Incident FROM Incidents AS i WHERE i.Incident = n.Incident) IS NULL
            RETURNING Incident
        ), changed AS
        (
            UPDATE Incidents AS i
            SET IsAdmitted = coalesce(c.IsAdmitted, i.IsAdmitted), IsClosed = coalesce(c.IsClosed, i.IsClosed), DuplicateOf = coalesce(c.DuplicateOf, i.DuplicateOf),
                ClosedAt = CASE WHEN c.IsClosed THEN $1 WHEN NOT c.IsClosed THEN NULL ELSE i.ClosedAt END
            FROM unnest($10, $11, $12, $13, $14) AS c (Incident, Expected, IsAdmitted, IsClosed, DuplicateOf)
            WHERE i.Incident = c.Incident
                AND c.Expected = coalesce((SELECT j.Sequence + j.Events - 1 FROM Journal AS j WHERE j.Incident = c.Incident ORDER BY j.Sequence DESC LIMIT 1), 0)
            RETURNING i.Incident
        )
        INSERT INTO Journal (Incident, Sequence, Events, At, Event)
        SELECT a.Incident, a.Expected + 1, a.Events, $1, a.Event
        FROM unnest($15, $16, $17, $18, $19) AS a (Incident, Expected, Events, Event, Touches)
        WHERE a.Expected = coalesce((SELECT j.Sequence + j.Events - 1 FROM Journal AS j WHERE j.Incident = a.Incident ORDER BY j.Sequence DESC LIMIT 1), 0)
            AND (NOT a.Touches OR a.Incident IN (SELECT Incident FROM made UNION ALL SELECT Incident FROM changed))
        RETURNING Incident
        """;

    /// <summary>Appends the chains that fit, each whole or not at all, and returns their incidents.</summary>
    public static async Task<IReadOnlySet<string>> AppendAsync(NpgsqlConnection connection, IReadOnlyList<AppendChain> chains, DateTimeOffset at, CancellationToken cancellationToken)
    {
        IncidentRow[] made = [.. chains.Where(chain => chain.Expected == 0).Select(chain => IncidentRow.Of(chain.Incident, chain.Change, at))];
        AppendChain[] changed = [.. chains.Where(chain => chain.Expected > 0 && !chain.Change.IsNothing)];
        AppendChain[] all = [.. chains];
        await using var command = new NpgsqlCommand(Append, connection);
        var parameters = command.Parameters;
        parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = at });
        Add(parameters, made, row => row.Incident);
        Add(parameters, made, row => Storable(row.Tenant));
        Add(parameters, made, row => row.Priority);
        Add(parameters, made, row => row.Repository);
        Add(parameters, made, row => row.Likeness);
        Add(parameters, made, row => row.IsAdmitted);
        Add(parameters, made, row => row.IsClosed);
        Add(parameters, made, row => Storable(row.DuplicateOf));
        Add(parameters, changed, chain => chain.Incident);
        Add(parameters, changed, chain => chain.Expected);
        Add(parameters, changed, chain => chain.Change.IsAdmitted);
        Add(parameters, changed, chain => chain.Change.IsClosed);
        Add(parameters, changed, chain => Storable(chain.Change.DuplicateOf));
        Add(parameters, all, chain => chain.Incident);
        Add(parameters, all, chain => chain.Expected);
        Add(parameters, all, chain => chain.Events);
        Add(parameters, all, chain => chain.Text);
        Add(parameters, all, chain => chain.Expected == 0 || !chain.Change.IsNothing);
        await command.PrepareAsync(cancellationToken);
        var accepted = new HashSet<string>(chains.Count, StringComparer.Ordinal);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            accepted.Add(reader.GetString(0));
        }

        return accepted;
    }

    /// <summary>What became of a chain whose append was not confirmed.</summary>
    public static async Task<ChainFate> FateOfAsync(NpgsqlConnection connection, AppendChain chain, DateTimeOffset at, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            "SELECT Sequence, Events, At, Event FROM Journal WHERE Incident = $1 AND Sequence + Events > $2 ORDER BY Sequence LIMIT 2", connection);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = chain.Incident });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = chain.Expected });
        var fate = chain.Expected == 0 ? ChainFate.Open : ChainFate.Stale;
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            var (first, events) = (reader.GetInt64(0), reader.GetInt32(1));
            if (first + events - 1 == chain.Expected)
            {
                fate = ChainFate.Open;
            }
            else
            {
                // The same events by another writer would have another time.
                var isOwn = first == chain.Expected + 1 && reader.GetFieldValue<DateTimeOffset>(2) == at && string.Equals(reader.GetString(3), chain.Text, StringComparison.Ordinal);
                return isOwn ? ChainFate.Written : ChainFate.Stale;
            }
        }

        return fate;
    }

    // A text of PostgreSQL holds every character but this one, and nothing that is half a character. JSON escapes both.
    private static string? Storable(string? text) => text is null ? null : Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)).Replace('\0', '\uFFFD');

    private static void Add<TRow, TValue>(NpgsqlParameterCollection parameters, TRow[] rows, Func<TRow, TValue> value) =>
        parameters.Add(new NpgsqlParameter<TValue[]> { TypedValue = Array.ConvertAll(rows, row => value(row)) });
}

/// <summary>What became of an append that was not confirmed.</summary>
internal enum ChainFate
{
    /// <summary>It is in the journal.</summary>
    Written,

    /// <summary>It is not there, and can be written.</summary>
    Open,

    /// <summary>It is not there, and another writer's events are.</summary>
    Stale,
}
