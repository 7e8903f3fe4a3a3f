using System.Net;
using Npgsql;

namespace SelfHealing.Silo.Databases;

/// <summary>Where a database is, told without its password.</summary>
public static class DatabaseAddress
{
    /// <summary><c>host:port/database</c>.</summary>
    public static string Of(NpgsqlConnectionStringBuilder connection)
    {
        ArgumentNullException.ThrowIfNull(connection);
        return $"{connection.Host}:{connection.Port}/{connection.Database ?? connection.Username}";
    }

    /// <summary>Whether every host of a connection is this machine's loopback, or a socket of its file system.</summary>
    public static bool IsLoopback(string connectionString)
    {
        var hosts = (Parse(connectionString).Host ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return hosts.Length > 0 && hosts.All(IsLoopbackHost);
    }

    /// <summary>Reads a connection string.</summary>
    /// <exception cref="DatabaseException">It is none; the message does not repeat it.</exception>
    public static NpgsqlConnectionStringBuilder Parse(string connectionString)
    {
        try
        {
            return new NpgsqlConnectionStringBuilder(connectionString) is { Host.Length: > 0 } read ? read : throw new FormatException("It names no host.");
        }
        catch (Exception e) when (e is ArgumentException or FormatException or InvalidCastException or OverflowException or KeyNotFoundException)
        {
            throw new DatabaseException(
                "The connection string of the database cannot be read (it is not shown, because it may hold a password). "
                + "It looks like this: Host=db.example.org;Port=5432;Database=selfheal;Username=selfheal;Password=...", e);
        }
    }

    private static bool IsLoopbackHost(string host)
    {
        if (host.StartsWith('/') || host.Equals("localhost", StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }

        // A host may carry a port of its own.
        var bare = host.LastIndexOf(':') is var colon and > 0 && host.IndexOf(':') == colon ? host[..colon] : host;
        return bare.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(bare.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
    }
}
