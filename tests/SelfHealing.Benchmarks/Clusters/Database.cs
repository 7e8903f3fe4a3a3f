using Npgsql;

namespace SelfHealing.Benchmarks.Clusters;

/// <summary>A database of one run, which is gone with it.</summary>
internal sealed class Database(DatabaseServer server, string connectionString) : IAsyncDisposable
{
    private readonly NpgsqlDataSource _source = NpgsqlDataSource.Create(connectionString);

    /// <summary>Npgsql's connection string.</summary>
    public string ConnectionString { get; } = connectionString;

    /// <summary>Rows that were written so far: inserted or changed, and committed.</summary>
    public async Task<long> WritesAsync()
    {
        // A connection that told its counts less than a second before tells the next when it has rested for ten.
        await Task.Delay(TimeSpan.FromSeconds(11));
        return await ScalarAsync<long>("SELECT (tup_inserted + tup_updated)::bigint FROM pg_stat_database WHERE datname = current_database()");
    }

    /// <summary>Bytes of all tables of the system, with their indexes, once what was deleted is given back.</summary>
    public async Task<long> StateBytesAsync()
    {
        await RunAsync("VACUUM (FULL, ANALYZE)");
        return await ScalarAsync<long>("SELECT coalesce(sum(pg_total_relation_size(c.oid)), 0)::bigint FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind = 'r' AND n.nspname = 'public'");
    }

    public async Task<T> ScalarAsync<T>(string sql, params object[] parameters)
    {
        await using var command = Command(sql, parameters);
        return (T)(await command.ExecuteScalarAsync() ?? throw new InvalidOperationException($"Nothing came of: {sql}"));
    }

    public async Task<List<T>> QueryAsync<T>(string sql, Func<NpgsqlDataReader, T> row, params object[] parameters)
    {
        await using var command = Command(sql, parameters);
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<T>();
        while (await reader.ReadAsync())
        {
            rows.Add(row(reader));
        }

        return rows;
    }

    public async Task RunAsync(string sql)
    {
        await using var command = Command(sql, []);
        await command.ExecuteNonQueryAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _source.DisposeAsync();
        await server.DropAsync(new NpgsqlConnectionStringBuilder(ConnectionString).Database!);
    }

    private NpgsqlCommand Command(string sql, object[] parameters)
    {
        var command = _source.CreateCommand(sql);
        command.CommandTimeout = 600;
        foreach (var value in parameters)
        {
            command.Parameters.AddWithValue(value);
        }

        return command;
    }
}
