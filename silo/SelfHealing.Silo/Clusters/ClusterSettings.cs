using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Npgsql;

namespace SelfHealing.Silo.Clusters;

/// <summary>Where a silo of a cluster stands: its database and its addresses, read from the keys that Aspire, Kubernetes and people set.</summary>
/// <param name="ConnectionString">The PostgreSQL database. Holds a password: never for a message.</param>
/// <param name="ClusterId">Silos with the same one, on the same database, are one cluster.</param>
/// <param name="ServiceId">Under which the state of grains is stored; it stays when the cluster's id changes.</param>
/// <param name="Address">Where the other silos and the clients reach this one.</param>
/// <param name="SiloPort">Port for other silos; 0 to choose a free one.</param>
/// <param name="GatewayPort">Port for clients; 0 to choose a free one.</param>
internal sealed record ClusterSettings(string ConnectionString, string ClusterId, string ServiceId, IPAddress? Address, int SiloPort, int GatewayPort)
{
    /// <summary>The connection string that is used when nothing names another.</summary>
    public const string DefaultConnection = "selfheal";

    /// <summary>Reads the settings.</summary>
    /// <exception cref="SettingsException">One is missing or cannot be used; the message says which and what to do, and holds no secret.</exception>
    public static ClusterSettings Read(IConfiguration configuration)
    {
        var name = configuration["Orleans:Clustering:ConnectionName"] is { Length: > 0 } named ? named : DefaultConnection;
        return new ClusterSettings(
            Connection(configuration, name),
            configuration["Orleans:ClusterId"] is { Length: > 0 } cluster ? cluster : "selfheal",
            configuration["Orleans:ServiceId"] is { Length: > 0 } service ? service : "selfheal",
            AddressOf(configuration),
            Port(configuration, "SiloPort"),
            Port(configuration, "GatewayPort"));
    }

    /// <summary>Where the silo serves HTTP: what ASP.NET's own settings say, else a free port of this machine alone.</summary>
    public static string[] UrlsOf(IConfiguration configuration) => configuration[WebHostDefaults.ServerUrlsKey] is { Length: > 0 } urls
        ? urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        : configuration[WebHostDefaults.HttpPortsKey] is { Length: > 0 } ports
            ? [.. ports.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(port => $"http://*:{port}")]
            : ["http://127.0.0.1:0"];

    /// <summary>Whether the database is on this machine alone, and with it the whole cluster.</summary>
    public bool IsOfThisMachine
    {
        get
        {
            var host = new NpgsqlConnectionStringBuilder(ConnectionString).Host ?? "localhost";
            return host.StartsWith('/') || host == "localhost" || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));
        }
    }

    /// <summary>The database in words fit for a message.</summary>
    public string Database
    {
        get
        {
            var parts = new NpgsqlConnectionStringBuilder(ConnectionString);
            return $"{parts.Database ?? parts.Username} on {parts.Host ?? "localhost"}:{parts.Port}";
        }
    }

    /// <summary>Never the connection string: records write all they hold.</summary>
    public override string ToString() => Database;

    private static string Connection(IConfiguration configuration, string name)
    {
        if (configuration.GetConnectionString(name) is not { Length: > 0 } text)
        {
            throw new SettingsException(
                $"A silo of a cluster needs a PostgreSQL database, and there is no connection string '{name}'. Set ConnectionStrings__{name} in the environment, for instance to \"Host=localhost;Database=selfheal;Username=selfheal\".");
        }

        try
        {
            return new NpgsqlConnectionStringBuilder(text).ConnectionString;
        }
        catch (Exception e) when (e is ArgumentException or FormatException)
        {
            // Npgsql's own message may quote a value.
            throw new SettingsException(
                $"The connection string '{name}' is none that PostgreSQL's driver understands. Write it as \"Host=…;Port=5432;Database=…;Username=…;Password=…\" in ConnectionStrings__{name}.");
        }
    }

    private static IPAddress? AddressOf(IConfiguration configuration) => configuration["Orleans:Endpoints:AdvertisedIPAddress"] switch
    {
        null or "" => null,
        var text when IPAddress.TryParse(text, out var address) => address,
        _ => throw new SettingsException("Orleans:Endpoints:AdvertisedIPAddress is no IP address. Set it to the address at which the other silos reach this one, or leave it out."),
    };

    private static int Port(IConfiguration configuration, string name) => configuration[$"Orleans:Endpoints:{name}"] switch
    {
        null or "" => 0,
        var text when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and <= ushort.MaxValue => port,
        _ => throw new SettingsException($"Orleans:Endpoints:{name} is no port. Set it to a number from 1 to 65535, or leave it out to take a free one."),
    };
}
