using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Npgsql;

namespace SelfHealing.TestDatabase;

/// <summary>A real PostgreSQL server of this process's own: a throw-away data folder, a free loopback port, every commit on disk.</summary>
/// <remarks>It and its folder are gone when the process is, even after kill -9.</remarks>
public sealed class PostgresServer : IAsyncDisposable
{
    private const string Superuser = "tester";
    private static readonly TimeSpan LongestStart = TimeSpan.FromSeconds(60);
    private static readonly Lazy<Task<PostgresServer>> OfThisProcess = new(() => StartAsync(CancellationToken.None));

    private readonly string _folder;
    private readonly DeathGuard _guard;
    private readonly string _password;
    private readonly int _port;
    private Process? _process;

    private PostgresServer(string folder, string password, int port)
    {
        _folder = folder;
        _password = password;
        _port = port;
        _guard = DeathGuard.Over(folder);
    }

    /// <summary>The one server that tests share which do not disturb it. It starts at the first call.</summary>
    public static Task<PostgresServer> Shared => OfThisProcess.Value;

    /// <summary>The server's port on 127.0.0.1; it stays the same over restarts.</summary>
    public int Port => _port;

    private string Data => Path.Combine(_folder, "data");

    private string Log => Path.Combine(_folder, "log");

    /// <summary>Starts a server for a test that restarts or kills it.</summary>
    public static async Task<PostgresServer> StartAsync(CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("selfheal-postgres-").FullName;
        var server = new PostgresServer(folder, RandomNumberGenerator.GetHexString(24), FreePort());
        try
        {
            await server.CreateAsync(cancellationToken);
            await server.StartAgainAsync(cancellationToken);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Makes an empty database and returns its connection string.</summary>
    public async Task<string> CreateDatabaseAsync(CancellationToken cancellationToken)
    {
        var name = "test_" + Guid.NewGuid().ToString("N");
        await RunAsync($"CREATE DATABASE {name}", cancellationToken);
        return ConnectionString(name);
    }

    /// <summary>Runs a statement as the superuser, outside the databases that tests made.</summary>
    public async Task RunAsync(string sql, CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(ConnectionString("postgres"));
        await connection.OpenAsync(cancellationToken);
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Stops the server in good order, which breaks every connection, and starts it again.</summary>
    public async Task RestartAsync(CancellationToken cancellationToken)
    {
        await PostgresBinaries.RunAsync("pg_ctl", ["stop", "--pgdata", Data, "--mode", "fast", "--wait"], cancellationToken);
        await StartAgainAsync(cancellationToken);
    }

    /// <summary>Kills the server with kill -9 and leaves it down until <see cref="StartAgainAsync"/>.</summary>
    public async Task KillAsync(CancellationToken cancellationToken)
    {
        _process!.Kill();
        await _process.WaitForExitAsync(cancellationToken);
    }

    /// <summary>Starts a stopped or killed server on the same data and port, and returns once it answers.</summary>
    public async Task StartAgainAsync(CancellationToken cancellationToken)
    {
        for (var clock = Stopwatch.StartNew(); ; await Task.Delay(50, cancellationToken))
        {
            if (_process is null or { HasExited: true })
            {
                // After a kill -9 a start is refused until the last process of the old server is gone.
                _process = PostgresBinaries.Start("postgres", Arguments());
            }

            if (await AnswersAsync(cancellationToken))
            {
                return;
            }

            if (clock.Elapsed > LongestStart)
            {
                throw new TimeoutException($"PostgreSQL did not start within {LongestStart}. Its log: {(File.Exists(Log) ? await File.ReadAllTextAsync(Log, cancellationToken) : "empty")}");
            }
        }
    }

    /// <summary>Ends the server and removes its folder.</summary>
    public async ValueTask DisposeAsync()
    {
        await _guard.DisposeAsync();
        _process?.Dispose();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private async Task CreateAsync(CancellationToken cancellationToken)
    {
        var password = Path.Combine(_folder, "password");
        await File.WriteAllTextAsync(password, _password, cancellationToken);
        await PostgresBinaries.HandOverAsync(_folder, cancellationToken);
        await PostgresBinaries.RunAsync(
            "initdb",
            ["--pgdata", Data, "--username", Superuser, "--pwfile", password, "--auth", "scram-sha-256", "--encoding", "UTF8", "--no-locale", "--no-sync"],
            cancellationToken);
    }

    private string[] Arguments()
    {
        string[] settings =
        [
            "fsync=on", "listen_addresses=127.0.0.1", $"port={_port}", "unix_socket_directories=", "max_connections=300",
            "logging_collector=on", $"log_directory={_folder}", "log_filename=log", "timezone=UTC",
        ];
        return ["-D", Data, .. settings.SelectMany(setting => (string[])["-c", setting])];
    }

    private string ConnectionString(string database) => new NpgsqlConnectionStringBuilder
    {
        Host = "127.0.0.1",
        Port = _port,
        Username = Superuser,
        Password = _password,
        Database = database,
    }.ToString();

    private async Task<bool> AnswersAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(ConnectionString("postgres")) { Pooling = false, Timeout = 5 }.ToString());
            await connection.OpenAsync(cancellationToken);
            return true;
        }
        catch (NpgsqlException)
        {
            // Not up yet: asked again until the limit.
            return false;
        }
    }
}
