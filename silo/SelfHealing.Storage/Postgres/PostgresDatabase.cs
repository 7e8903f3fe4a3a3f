using Microsoft.Extensions.Logging;
using Npgsql;
using Polly;

namespace SelfHealing.Storage.Postgres;

/// <summary>One database: its connections, and its tables at this version before anybody uses them.</summary>
internal sealed partial class PostgresDatabase : IAsyncDisposable
{
    private static readonly TimeSpan LongestOutage = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private readonly ILogger<PostgresDatabase> _logger;
    private readonly TimeProvider _time;
    private Task? _ready;

    public PostgresDatabase(PostgresAddress address, TimeProvider time, ILogger<PostgresDatabase> logger)
    {
        _logger = logger;
        _time = time;
        Patience = PostgresFaults.Patience(time, LongestOutage);
        Address = address;
        Readers = Address.CreateReaders();
        Keyed = Address.CreateKeyed();
        Membership = Address.CreateMembership();
    }

    /// <summary>Where it is.</summary>
    public PostgresAddress Address { get; }

    /// <summary>Connections for everything that has none of its own below.</summary>
    public NpgsqlDataSource Readers { get; }

    /// <summary>Connections of what knows the keys of its rows.</summary>
    public NpgsqlDataSource Keyed { get; }

    /// <summary>Connections of the cluster's membership.</summary>
    public NpgsqlDataSource Membership { get; }

    /// <summary>How long a server that does not answer yet is waited for at the start. The default value is 20 seconds.</summary>
    public TimeSpan LongestStart { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>How long a restart of the server is waited for.</summary>
    public ResiliencePipeline Patience { get; }

    /// <summary>Returns once the tables are there; the first call makes them. A server that is just starting is waited for.</summary>
    /// <exception cref="StorageException">The database cannot be used.</exception>
    public Task ReadyAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_ready is null or { IsFaulted: true })
            {
                _ready = Task.Run(PrepareAsync, CancellationToken.None);
            }

            return _ready.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Runs a query and reads every row, over a restart of the server.</summary>
    /// <exception cref="StorageException">The database cannot be used.</exception>
    public Task<List<T>> QueryAsync<T>(string sql, Func<NpgsqlDataReader, T> row, CancellationToken cancellationToken, params object[] parameters) =>
        QueryAsync(Readers, sql, row, parameters, cancellationToken);

    /// <summary>The same for rows whose keys are among the parameters.</summary>
    /// <exception cref="StorageException">The database cannot be used.</exception>
    public Task<List<T>> FindAsync<T>(string sql, Func<NpgsqlDataReader, T> row, CancellationToken cancellationToken, params object[] parameters) =>
        QueryAsync(Keyed, sql, row, parameters, cancellationToken);

    /// <summary>Does something that may be done twice, again and again over a restart of the server.</summary>
    /// <exception cref="StorageException">The database cannot be used.</exception>
    public async Task<T> AskAsync<T>(Func<CancellationToken, ValueTask<T>> work, CancellationToken cancellationToken)
    {
        try
        {
            return await Patience.ExecuteAsync(work, cancellationToken);
        }
        catch (NpgsqlException fault)
        {
            throw PostgresFaults.Explain(fault, Address);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Keyed.DisposeAsync();
        await Membership.DisposeAsync();
        await Readers.DisposeAsync();
    }

    private async Task<List<T>> QueryAsync<T>(
        NpgsqlDataSource source, string sql, Func<NpgsqlDataReader, T> row, object[] parameters, CancellationToken cancellationToken)
    {
        await ReadyAsync(cancellationToken);
        return await AskAsync(
            async token =>
            {
                await using var command = source.CreateCommand(sql);
                foreach (var value in parameters)
                {
                    command.Parameters.Add(new NpgsqlParameter { Value = value });
                }

                var rows = new List<T>();
                await using var reader = await command.ExecuteReaderAsync(token);
                while (await reader.ReadAsync(token))
                {
                    rows.Add(row(reader));
                }

                return rows;
            },
            cancellationToken);
    }

    private async Task PrepareAsync()
    {
        try
        {
            await PostgresFaults.Patience(_time, LongestStart).ExecuteAsync(
                async token =>
                {
                    await using var connection = await Readers.OpenConnectionAsync(token);
                    await PostgresSchema.ApplyAsync(connection, Address.Name, token);
                    await using var command = new NpgsqlCommand("SHOW fsync", connection);
                    if (await command.ExecuteScalarAsync(token) is "off")
                    {
                        LogNoFsync(Address.Name);
                    }
                },
                CancellationToken.None);
        }
        catch (Exception fault)
        {
            throw PostgresFaults.Explain(fault, Address);
        }
    }

    [LoggerMessage(LogLevel.Warning, "The server of the database {Name} runs with fsync off: what it confirms is lost when its machine fails. Set fsync = on in postgresql.conf.")]
    private partial void LogNoFsync(string name);
}
