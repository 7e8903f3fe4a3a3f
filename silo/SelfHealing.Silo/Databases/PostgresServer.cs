using System.Diagnostics;
using Npgsql;
using SelfHealing.Storage;

namespace SelfHealing.Silo.Databases;

/// <summary>A PostgreSQL server of a data folder's own: on the loopback address, with passwords, every commit flushed to disk.</summary>
/// <remarks>It is no child of this process: when that is killed, the server goes on and the next start finds it.</remarks>
internal sealed class PostgresServer : IOwnServer
{
    private const string Database = "selfheal";
    private const string Role = "selfheal";
    private const int NotRunning = 3;
    private static readonly TimeSpan s_stopLimit = TimeSpan.FromSeconds(40);

    // Written once, when the cluster is made. A log per weekday, so that it never grows for ever.
    private const string Settings = """
        listen_addresses = '127.0.0.1'
        unix_socket_directories = ''
        max_connections = 300
        fsync = on
        synchronous_commit = on
        full_page_writes = on
        max_wal_size = '2GB'
        logging_collector = on
        log_directory = 'log'
        log_filename = 'postgresql-%a.log'
        log_truncate_on_rotation = on
        log_rotation_age = '1d'
        """;

    // The cluster is made beside its place and moved there when it is whole: a kill in between leaves nothing half made.
    private const string Make = """
        umask 077
        rm -rf "$1" && mkdir "$1" && cat >"$1.password" || exit 1
        "$2" --pgdata="$1" --username=postgres --pwfile="$1.password" --auth=scram-sha-256 --encoding=UTF8 --locale=C --data-checksums
        code=$?
        rm -f "$1.password"
        exit $code
        """;

    private readonly PostgresPrograms _programs;
    private readonly ServerAccount? _account;
    private readonly PostgresHome _home;
    private PostgresSettings _settings;

    private PostgresServer(PostgresPrograms programs, ServerAccount? account, PostgresHome home, PostgresSettings settings)
    {
        (_programs, _account, _home, _settings) = (programs, account, home, settings);
    }

    /// <summary>How the silos reach the database.</summary>
    public string ConnectionString => Connection(Role, _settings.Password, Database).ConnectionString;

    /// <summary>Its port on the loopback address.</summary>
    public int Port => _settings.Port;

    /// <summary>The connection string of a data folder's own server as it was last started; null when it has none.</summary>
    public static string? FindConnection(DataFolder folder) =>
        PostgresHome.Find(folder) is { } home && PostgresSettings.Read(home.Settings) is { } settings
            ? Connection(settings.Port, Role, settings.Password, Database).ConnectionString
            : null;

    /// <summary>Finds the server of a data folder; makes and starts it where need be.</summary>
    /// <returns>The server, and whether it ran already.</returns>
    /// <exception cref="DatabaseException">It cannot be made or started.</exception>
    public static async Task<(PostgresServer Server, bool WasRunning)> StartAsync(
        DataFolder folder, PostgresPrograms programs, IProgress<string> progress, CancellationToken cancellationToken)
    {
        var account = ServerAccount.Choose();
        var home = await PostgresHome.OpenAsync(folder, account, cancellationToken);
        var settings = PostgresSettings.Read(home.Settings);
        if (settings is null && Directory.Exists(home.Data))
        {
            throw new DatabaseException($"{home.Data} holds a database, but {home.Settings} with its passwords is gone. Put that file back, or move the folder away to start empty.");
        }

        var server = new PostgresServer(programs, account, home, settings ?? PostgresSettings.New());
        if (settings is null)
        {
            server._settings.Write(home.Settings);
        }

        if (!Directory.Exists(home.Data))
        {
            progress.Report($"Making a PostgreSQL database in {home.Root}");
            await server.MakeAsync(cancellationToken);
        }

        var wasRunning = await server.IsRunningAsync(cancellationToken);
        if (!wasRunning)
        {
            progress.Report("Starting PostgreSQL");
            await server.StartAsync(cancellationToken);
        }

        await server.EnsureDatabaseAsync(cancellationToken);
        return (server, wasRunning);
    }

    public async Task StopAsync()
    {
        using var limit = new CancellationTokenSource(s_stopLimit);
        if (await IsRunningAsync(limit.Token) && (await ControlAsync(["stop", "--mode=fast", "--wait", "--timeout=20"], limit.Token)).ExitCode != 0)
        {
            await ControlAsync(["stop", "--mode=immediate", "--wait", "--timeout=10"], limit.Token);
        }
    }

    public async Task CrashAndRestartAsync(CancellationToken cancellationToken)
    {
        if (ProcessId() is { } id)
        {
            using var postmaster = Process.GetProcessById(id);
            postmaster.Kill();
            await postmaster.WaitForExitAsync(cancellationToken);
        }

        await StartAsync(cancellationToken);
    }

    private async Task MakeAsync(CancellationToken cancellationToken)
    {
        // The account can make nothing in the home itself: it gets a folder of its own there for a while.
        var workplace = Path.Combine(_home.Root, "making");
        if (Directory.Exists(workplace))
        {
            Directory.Delete(workplace, recursive: true);
        }

        Directory.CreateDirectory(workplace);
        if (_account is not null)
        {
            await ServerCommand.RunAsync("chown", [$"{_account.User}:{_account.Group}", workplace], null, cancellationToken);
        }

        var made = Path.Combine(workplace, "data");
        await RunAsync("sh", ["-c", Make, "sh", made, _programs.InitDb], _settings.Administrator, cancellationToken);
        await File.AppendAllTextAsync(Path.Combine(made, "postgresql.conf"), "\n" + Settings + "\n", cancellationToken);
        Directory.Move(made, _home.Data);
        Directory.Delete(workplace);
    }

    private async Task<bool> IsRunningAsync(CancellationToken cancellationToken)
    {
        var (code, output) = await ControlAsync(["status"], cancellationToken);
        return code switch
        {
            0 => true,
            NotRunning => false,
            _ => throw new DatabaseException($"PostgreSQL cannot tell how it is (pg_ctl status ended with {code}): {output}"),
        };
    }

    private async Task StartAsync(CancellationToken cancellationToken)
    {
        if (!PostgresSettings.IsFree(Port))
        {
            _settings = _settings with { Port = PostgresSettings.FreePort() };
            _settings.Write(_home.Settings);
        }

        var (code, output) = await ControlAsync(
            ["start", "--wait", "--timeout=120", "--log", Path.Combine(_home.Data, "start.log"), "--options", $"-p {Port}"], cancellationToken);
        if (code != 0)
        {
            throw new DatabaseException(
                $"PostgreSQL did not start: {output} Its words are in {Path.Combine(_home.Data, "start.log")} and {Path.Combine(_home.Data, "log")}. "
                + "Where it was made by another version of PostgreSQL, install that version again; or give another database with --database.");
        }
    }

    private async Task EnsureDatabaseAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var administrator = NpgsqlDataSource.Create(Connection("postgres", _settings.Administrator, "postgres"));
            if (await Scalar(administrator, $"SELECT count(*) FROM pg_roles WHERE rolname = '{Role}'", cancellationToken) == 0)
            {
                // The password is hexadecimal, made here.
                await Scalar(administrator, $"CREATE ROLE {Role} LOGIN PASSWORD '{_settings.Password}'", cancellationToken);
            }

            if (await Scalar(administrator, $"SELECT count(*) FROM pg_database WHERE datname = '{Database}'", cancellationToken) == 0)
            {
                await Scalar(administrator, $"CREATE DATABASE {Database} OWNER {Role}", cancellationToken);
            }
        }
        catch (NpgsqlException e)
        {
            throw new DatabaseException($"The PostgreSQL server of {_home.Root} does not let us in on port {Port}: {e.Message}", e);
        }
    }

    private static async Task<long> Scalar(NpgsqlDataSource database, string sql, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(sql);
        return await command.ExecuteScalarAsync(cancellationToken) as long? ?? 0;
    }

    private NpgsqlConnectionStringBuilder Connection(string role, string password, string database) => Connection(Port, role, password, database);

    private static NpgsqlConnectionStringBuilder Connection(int port, string role, string password, string database) => new()
    {
        Host = "127.0.0.1", Port = port, Username = role, Password = password, Database = database,
    };

    /// <summary>The server's process, from its own file.</summary>
    private int? ProcessId() =>
        Path.Combine(_home.Data, "postmaster.pid") is var file && File.Exists(file) && int.TryParse(File.ReadLines(file).FirstOrDefault(), out var id) ? id : null;

    private Task<(int ExitCode, string Output)> ControlAsync(IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        var (program, all) = Command(_programs.PgCtl, ["--pgdata", _home.Data, .. arguments]);
        return ServerCommand.TryAsync(program, all, null, cancellationToken);
    }

    private Task RunAsync(string program, IEnumerable<string> arguments, string input, CancellationToken cancellationToken)
    {
        var (first, all) = Command(program, arguments);
        return ServerCommand.RunAsync(first, all, input, cancellationToken);
    }

    private (string Program, IEnumerable<string> Arguments) Command(string program, IEnumerable<string> arguments) =>
        _account is null ? (program, arguments) : ("setpriv", [.. _account.Prefix.Skip(1), program, .. arguments]);
}
