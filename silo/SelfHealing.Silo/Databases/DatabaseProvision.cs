using Microsoft.Extensions.Configuration;
using Npgsql;
using SelfHealing.Sandboxes;
using SelfHealing.Sandboxes.Engine;
using SelfHealing.Storage;

namespace SelfHealing.Silo.Databases;

/// <summary>Finds a PostgreSQL database for the silos of one machine: the one that is named, else a server of the data folder's own.</summary>
/// <remarks>The server comes from PostgreSQL's programs where they are installed, else from Debian's package, else from a container.</remarks>
/// <param name="folder">The data folder.</param>
/// <param name="engine">The Docker engine, for the container.</param>
public sealed class DatabaseProvision(DataFolder folder, DockerEngine engine)
{
    /// <summary>The name of the connection string in the settings: <c>ConnectionStrings:selfheal</c>.</summary>
    public const string ConnectionName = "selfheal";

    private const string Advice = "Or name a database with --database or ConnectionStrings__selfheal.";

    /// <summary>The connection string that the settings file or the environment names; null for none.</summary>
    public static string? Configured(DataFolder folder)
    {
        var configuration = new ConfigurationBuilder();
        configuration.AddSettingsFile(folder, Environment.GetEnvironmentVariable(SettingsFile.Variable));
        configuration.AddEnvironmentVariables();
        return configuration.Build().GetConnectionString(ConnectionName) is { Length: > 0 } named ? named : null;
    }

    /// <summary>The database that <see cref="ProvisionAsync"/> would give now, without starting anything; null where nothing is named or made yet.</summary>
    public static string? Find(DataFolder folder, string? given) => given ?? Configured(folder) ?? PostgresServer.FindConnection(folder) ?? DatabaseContainer.FindConnection(folder);

    /// <summary>Whether PostgreSQL's own programs are on this machine, and where.</summary>
    public static string? FindPrograms() => PostgresPrograms.Find()?.Folder;

    /// <summary>Installs PostgreSQL from the distribution's package, without a server that starts by itself.</summary>
    /// <exception cref="SandboxException">The package cannot be installed.</exception>
    public static Task InstallAsync(IProgress<string> progress, CancellationToken cancellationToken) => PostgresPackage.InstallAsync(progress, cancellationToken);

    /// <summary>Finds the database, and makes and starts a server where need be.</summary>
    /// <param name="given">The connection string of the command line; null for that of the settings.</param>
    /// <param name="progress">Told what is chosen and what is being waited for.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="DatabaseException">There is no database; the message says what to do.</exception>
    public async Task<ProvisionedDatabase> ProvisionAsync(string? given, IProgress<string> progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(progress);
        if ((given ?? Configured(folder)) is { } named)
        {
            return await UseAsync(named, progress, cancellationToken);
        }

        if (PostgresPrograms.Find() is null && SystemPackages.CanInstall && DatabaseContainer.FindConnection(folder) is null)
        {
            progress.Report("PostgreSQL is not installed: installing Debian's package");
            await TryInstallAsync(progress, cancellationToken);
        }

        return PostgresPrograms.Find() is { } programs
            ? await OwnAsync(programs, progress, cancellationToken)
            : await ContainedAsync(progress, cancellationToken);
    }

    private static async Task<ProvisionedDatabase> UseAsync(string named, IProgress<string> progress, CancellationToken cancellationToken)
    {
        var connection = DatabaseAddress.Parse(named);
        progress.Report($"Using the database {DatabaseAddress.Of(connection)} that is named");
        var version = await VersionAsync(named, cancellationToken);
        return new ProvisionedDatabase(named, $"PostgreSQL {version} at {DatabaseAddress.Of(connection)}, as named");
    }

    private async Task<ProvisionedDatabase> OwnAsync(PostgresPrograms programs, IProgress<string> progress, CancellationToken cancellationToken)
    {
        var (server, wasRunning) = await PostgresServer.StartAsync(folder, programs, progress, cancellationToken);
        var version = await VersionAsync(server.ConnectionString, cancellationToken);
        return new ProvisionedDatabase(
            server.ConnectionString,
            $"PostgreSQL {version} on 127.0.0.1:{server.Port}, {(wasRunning ? "which still ran for this data folder" : "started for this data folder")}",
            server);
    }

    private async Task<ProvisionedDatabase> ContainedAsync(IProgress<string> progress, CancellationToken cancellationToken)
    {
        progress.Report("PostgreSQL is not installed here: looking for a container image");
        try
        {
            var container = await DatabaseContainer.StartAsync(folder, engine, progress, cancellationToken);
            var version = await VersionAsync(container.ConnectionString, cancellationToken);
            return new ProvisionedDatabase(container.ConnectionString, $"PostgreSQL {version} on 127.0.0.1:{container.Port}, in a container of this data folder", container);
        }
        catch (SandboxException e)
        {
            throw new DatabaseException(
                $"There is no PostgreSQL: its programs are not installed, {(SystemPackages.CanInstall ? "Debian's package could not be installed" : "installing them needs Debian or Ubuntu and root")}, "
                + $"and no container of it could be started ({e.Message.TrimEnd('.')}). Install PostgreSQL 13 or later with this system's package manager. {Advice}", e);
        }
    }

    private static async Task TryInstallAsync(IProgress<string> progress, CancellationToken cancellationToken)
    {
        try
        {
            await PostgresPackage.InstallAsync(progress, cancellationToken);
        }
        catch (SandboxException e)
        {
            // A container may do as well.
            progress.Report($"Debian's package could not be installed: {e.Message}");
        }
    }

    /// <summary>The server's version, which shows that the database answers.</summary>
    private static async Task<string> VersionAsync(string connectionString, CancellationToken cancellationToken)
    {
        var parts = DatabaseAddress.Parse(connectionString);
        var where = DatabaseAddress.Of(parts);
        try
        {
            // A connection of a pool would not be asked whether it still lives.
            parts.Pooling = false;
            await using var connection = new NpgsqlConnection(parts.ConnectionString);
            await connection.OpenAsync(cancellationToken);
            return connection.PostgreSqlVersion.Major.ToString();
        }
        catch (PostgresException e)
        {
            throw new DatabaseException($"The database {where} refuses us: {e.MessageText}. Mend the connection string or the role's rights.", e);
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException or IOException)
        {
            throw new DatabaseException($"The database {where} does not answer: {e.GetBaseException().Message.TrimEnd('.')}. Start it, or mend host and port of the connection string.", e);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            throw new DatabaseException($"The connection string of {where} has a setting that cannot be used. It is not shown, because it may hold a password.", e);
        }
    }
}
