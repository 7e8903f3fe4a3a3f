using Npgsql;

namespace SelfHealing.Storage.Postgres;

/// <summary>Brings a database to this version's tables and queries.</summary>
internal static class PostgresSchema
{
    // Any number that nobody else takes in this database.
    private const long StartersLock = 0x5e1f_4ea1;

    private static readonly SchemaSteps Steps = SchemaSteps.In("Postgres/Schema");

    /// <summary>The version that this program writes.</summary>
    public static int Current => Steps.Current;

    /// <summary>Applies what is missing, in one transaction and one starter at a time. Doing it again changes nothing.</summary>
    /// <exception cref="StorageException">The database belongs to a newer version.</exception>
    public static async Task ApplyAsync(NpgsqlConnection connection, string name, CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await RunAsync(connection, $"SELECT pg_advisory_xact_lock({StartersLock})", cancellationToken);
        var stored = await StoredAsync(connection, cancellationToken);
        if (stored > Current)
        {
            throw new StorageException(
                $"The database {name} has schema version {stored}, and this program knows versions up to {Current}. Start the newer program that wrote it, or name another database in ConnectionStrings:selfheal.");
        }

        if (stored < Current)
        {
            await RunAsync(connection, "CREATE TABLE IF NOT EXISTS SchemaVersion (Version integer NOT NULL); DELETE FROM SchemaVersion", cancellationToken);
            foreach (var text in Steps.After(stored))
            {
                await RunAsync(connection, text, cancellationToken);
            }

            await RunAsync(connection, $"INSERT INTO SchemaVersion (Version) VALUES ({Current})", cancellationToken);
        }

        await SaveQueriesAsync(connection, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    private static async Task<int> StoredAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var exists = new NpgsqlCommand("SELECT to_regclass('SchemaVersion') IS NOT NULL", connection);
        if (await exists.ExecuteScalarAsync(cancellationToken) is not true)
        {
            return 0;
        }

        await using var version = new NpgsqlCommand("SELECT max(Version) FROM SchemaVersion", connection);
        return await version.ExecuteScalarAsync(cancellationToken) is int stored ? stored : 0;
    }

    private static async Task SaveQueriesAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var queries = SqlTexts.In("Postgres/OrleansQueries");
        await using var command = new NpgsqlCommand(
            """
            INSERT INTO OrleansQuery (QueryKey, QueryText) SELECT * FROM unnest($1, $2)
            ON CONFLICT (QueryKey) DO UPDATE SET QueryText = excluded.QueryText WHERE OrleansQuery.QueryText <> excluded.QueryText
            """,
            connection);
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. queries.Select(query => query.Name)] });
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. queries.Select(query => query.Text)] });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static async Task RunAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
