using Npgsql;

namespace SelfHealing.Silo.Databases;

/// <summary>A PostgreSQL database that answers.</summary>
/// <param name="connectionString">How it is reached. It holds a password: it is never shown.</param>
/// <param name="description">What it is, in a few words for people.</param>
/// <param name="server">The server, when it is ours to stop; null otherwise.</param>
public sealed class ProvisionedDatabase(string connectionString, string description, IOwnServer? server = null) : IAsyncDisposable
{
    /// <summary>How it is reached. It holds a password: it is never shown.</summary>
    public string ConnectionString { get; } = connectionString;

    /// <summary>What it is, in a few words for people: "PostgreSQL 15 on 127.0.0.1:41234, started for this data folder".</summary>
    public string Description { get; } = description;

    /// <summary>The server, when it is ours to stop and start; null when somebody else runs it.</summary>
    public IOwnServer? Server { get; } = server;

    /// <summary>Where it is, without anything secret: <c>host:port/database</c>.</summary>
    public string Address { get; } = DatabaseAddress.Of(new NpgsqlConnectionStringBuilder(connectionString));

    /// <summary>Stops the server when it is ours.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Server is not null)
        {
            await Server.StopAsync();
        }
    }
}

/// <summary>A database server that runs for one data folder only.</summary>
public interface IOwnServer
{
    /// <summary>Stops it in good order, within half a minute.</summary>
    Task StopAsync();

    /// <summary>Kills it as a power cut would, and starts it again: it recovers what was committed.</summary>
    Task CrashAndRestartAsync(CancellationToken cancellationToken);
}
