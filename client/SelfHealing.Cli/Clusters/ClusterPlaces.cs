using System.Net;
using Npgsql;
using SelfHealing.Silo;
using SelfHealing.Storage;

namespace SelfHealing.Cli.Clusters;

/// <summary>Where the processes of a cluster on this machine live: folders below the data folder, ports of the loopback address.</summary>
/// <param name="folder">The data folder.</param>
/// <param name="connectionString">The database.</param>
/// <param name="http">Where the gateway listens.</param>
/// <param name="mostSilos">Most silos there will be; they share the database's connections.</param>
internal sealed class ClusterPlaces(DataFolder folder, string connectionString, IPEndPoint http, int mostSilos)
{
    private const int Connections = 240;

    /// <summary>The gateway's address for callers on this machine.</summary>
    public Uri Gateway { get; } = new($"http://{Reachable(http)}/");

    /// <summary>The name of the silo in a slot.</summary>
    public static string NameOf(int slot) => $"silo-{slot}";

    /// <summary>The silo of a slot, from 1.</summary>
    public ProcessPlace Silo(int slot)
    {
        var name = NameOf(slot);
        var data = DataFolder.Open(Path.Combine(folder.Root, "silos", $"{slot}")).Root;
        var ports = SlotPorts.In(data);
        return Place("silo", name, data, $"http://127.0.0.1:{ports.Http}", new(StringComparer.Ordinal)
        {
            ["Orleans__Endpoints__SiloPort"] = $"{ports.Silo}",
            ["Orleans__Endpoints__GatewayPort"] = $"{ports.Gateway}",
            ["Orleans__Endpoints__AdvertisedIPAddress"] = "127.0.0.1",
            ["DOTNET_gcServer"] = "1",
            ["DOTNET_TieredPGO"] = "1",
        });
    }

    /// <summary>The gateway.</summary>
    public ProcessPlace TheGateway() =>
        Place("gateway", "gateway", DataFolder.Open(Path.Combine(folder.Root, "gateway")).Root, $"http://{http}", new(StringComparer.Ordinal)) with { Address = Gateway };

    private ProcessPlace Place(string command, string name, string data, string urls, Dictionary<string, string> environment)
    {
        environment["SELFHEAL_DATA"] = data;
        environment["ASPNETCORE_URLS"] = urls;
        environment["ConnectionStrings__selfheal"] = new NpgsqlConnectionStringBuilder(connectionString)
        {
            ApplicationName = $"selfheal-{name}", MaxPoolSize = Math.Max(8, Connections / (mostSilos + 1)),
        }.ConnectionString;

        // All its log is in files of its folder already; what it prints is for the moments when it cannot write there.
        environment["Logging__Console__LogLevel__Default"] = "Warning";
        if (SettingsFile.PathFor(folder, Environment.GetEnvironmentVariable(SettingsFile.Variable)) is var settings && File.Exists(settings))
        {
            environment[SettingsFile.Variable] = settings;
        }

        return new ProcessPlace(new Uri(urls), [command, "--data", data, "--name", name, LifeLine.Option], environment, Path.Combine(data, "logs", "output.log"));
    }

    private static IPEndPoint Reachable(IPEndPoint endpoint) => endpoint.Address switch
    {
        var any when any.Equals(IPAddress.Any) => new IPEndPoint(IPAddress.Loopback, endpoint.Port),
        var any when any.Equals(IPAddress.IPv6Any) => new IPEndPoint(IPAddress.IPv6Loopback, endpoint.Port),
        _ => endpoint,
    };
}
