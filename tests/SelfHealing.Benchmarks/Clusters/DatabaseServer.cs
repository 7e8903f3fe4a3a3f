using Npgsql;
using SelfHealing.TestDatabase;

namespace SelfHealing.Benchmarks.Clusters;

/// <summary>The PostgreSQL server of a run: the one that was named, or one of this process's own. It must lose nothing that it confirmed.</summary>
internal sealed class DatabaseServer : IAsyncDisposable
{
    /// <summary>Names a server: Npgsql's connection string, or a URL.</summary>
    public const string Variable = "PGURL";

    private readonly PostgresServer? _own;
    private readonly string _connection;

    private DatabaseServer(PostgresServer? own, string connection)
    {
        _own = own;
        _connection = connection;
    }

    public static async Task<DatabaseServer> OpenAsync(string? named)
    {
        named ??= Environment.GetEnvironmentVariable(Variable);
        var own = named is null ? await PostgresServer.StartAsync(CancellationToken.None) : null;
        var connection = named is null ? await own!.CreateDatabaseAsync(CancellationToken.None) : PostgresUrl.ToConnectionString(named);
        var server = new DatabaseServer(own, connection);
        await server.ThrowIfForgetfulAsync();
        return server;
    }

    /// <summary>An empty database.</summary>
    public async Task<Database> CreateAsync(string purpose)
    {
        var name = $"bench_{purpose}_{Guid.NewGuid():N}";
        await RunAsync($"CREATE DATABASE {name}");
        return new Database(this, new NpgsqlConnectionStringBuilder(_connection) { Database = name }.ConnectionString);
    }

    /// <summary>Removes a database whoever still uses it.</summary>
    public Task DropAsync(string name) => RunAsync($"DROP DATABASE IF EXISTS {name} WITH (FORCE)");

    public ValueTask DisposeAsync() => _own?.DisposeAsync() ?? ValueTask.CompletedTask;

    private async Task ThrowIfForgetfulAsync()
    {
        await using var database = NpgsqlDataSource.Create(_connection);
        foreach (var setting in (string[])["fsync", "synchronous_commit", "full_page_writes"])
        {
            await using var command = database.CreateCommand($"SHOW {setting}");
            var value = (string?)await command.ExecuteScalarAsync();
            Console.WriteLine($"{setting} = {value}");
            if (value != "on")
            {
                throw new InvalidOperationException($"The server has {setting} = {value}: figures of a database that may forget say nothing. Set {setting} = on in postgresql.conf.");
            }
        }
    }

    private async Task RunAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(_connection);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
