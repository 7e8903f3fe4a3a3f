using System.Security.Cryptography;
using System.Text;
using Npgsql;
using SelfHealing.Sandboxes.Engine;
using SelfHealing.Sandboxes.Services;
using SelfHealing.Storage;

namespace SelfHealing.Silo.Databases;

/// <summary>A PostgreSQL server in a container of a data folder's own.</summary>
internal sealed class DatabaseContainer : IOwnServer
{
    private const string Role = "selfheal";
    private static readonly TimeSpan s_startLimit = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan s_probe = TimeSpan.FromMilliseconds(300);

    private readonly ServiceContainers _containers;
    private readonly ServiceContainer _service;
    private readonly PostgresSettings _settings;

    private DatabaseContainer(ServiceContainers containers, ServiceContainer service, PostgresSettings settings) =>
        (_containers, _service, _settings) = (containers, service, settings);

    public string ConnectionString => Connection(_settings);

    public int Port => _settings.Port;

    /// <summary>The connection string of a data folder's container; null when it has none.</summary>
    public static string? FindConnection(DataFolder folder) => PostgresSettings.Read(SettingsOf(folder)) is { } settings ? Connection(settings) : null;

    /// <summary>Finds the container of a data folder, makes it where need be, and waits until its server answers.</summary>
    public static async Task<DatabaseContainer> StartAsync(DataFolder folder, DockerEngine engine, IProgress<string> progress, CancellationToken cancellationToken)
    {
        var settings = PostgresSettings.Read(SettingsOf(folder)) ?? PostgresSettings.New();
        var container = new DatabaseContainer(new ServiceContainers(engine), Service(folder, settings), settings);
        await container._containers.StartAsync(container._service, progress, cancellationToken);
        settings.Write(SettingsOf(folder));
        progress.Report("Waiting for PostgreSQL in its container");
        await container.WaitAsync(cancellationToken);
        return container;
    }

    public Task StopAsync() => _containers.StopAsync(_service.Name, CancellationToken.None);

    public async Task CrashAndRestartAsync(CancellationToken cancellationToken)
    {
        await _containers.KillAsync(_service.Name, cancellationToken);
        await _containers.StartAsync(_service, new Progress<string>(), cancellationToken);
        await WaitAsync(cancellationToken);
    }

    private static string SettingsOf(DataFolder folder) => Path.Combine(folder.Root, "postgres-container.json");

    private static ServiceContainer Service(DataFolder folder, PostgresSettings settings) => new(
        $"selfheal-postgres-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(folder.Root)))[..12]}",
        "postgres",
        "17",
        5432,
        settings.Port,
        new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["POSTGRES_USER"] = Role, ["POSTGRES_PASSWORD"] = settings.Password, ["POSTGRES_DB"] = Role, ["PGDATA"] = "/var/lib/postgresql/selfheal/data",
        },
        "/var/lib/postgresql/selfheal");

    private static string Connection(PostgresSettings settings) => new NpgsqlConnectionStringBuilder
    {
        Host = "127.0.0.1", Port = settings.Port, Username = Role, Password = settings.Password, Database = Role,
    }.ConnectionString;

    /// <summary>The image starts its server twice when it makes its files: only the second one listens on the network.</summary>
    private async Task WaitAsync(CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(s_startLimit);
        while (true)
        {
            try
            {
                await using var connection = new NpgsqlConnection(ConnectionString);
                await connection.OpenAsync(limit.Token);
                return;
            }
            catch (NpgsqlException e) when (!limit.IsCancellationRequested)
            {
                await Task.Delay(s_probe, limit.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                if (limit.IsCancellationRequested)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    throw new DatabaseException(
                        $"PostgreSQL in the container {_service.Name} does not answer after {s_startLimit.TotalMinutes:0} minutes: {e.Message.TrimEnd('.')}. Read `docker logs {_service.Name}`.", e);
                }
            }
        }
    }
}
