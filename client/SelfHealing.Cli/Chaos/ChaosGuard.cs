using System.Net;
using SelfHealing.Admission;
using SelfHealing.Cli.Clusters;
using SelfHealing.Silo.Databases;

namespace SelfHealing.Cli.Chaos;

/// <summary>Chaos is for test clusters: one that <c>selfheal up</c> runs on this machine and that nothing but this machine reaches.</summary>
internal static class ChaosGuard
{
    private const string Advice = "Chaos is for test clusters only: start one with `selfheal up` on a data folder of its own.";

    /// <summary>Why chaos must not be; null when everything is on the loopback address.</summary>
    /// <param name="state">What <c>up</c> tells of its cluster; null when none runs.</param>
    /// <param name="connectionString">The database; null when it is not known.</param>
    /// <param name="report">What the cluster tells of its silos.</param>
    public static string? Refusal(ClusterState? state, string? connectionString, AdmissionReport? report)
    {
        if (state is null)
        {
            return $"No cluster of `selfheal up` runs on this data folder. {Advice}";
        }

        if (!IPEndPoint.TryParse(state.GatewayListensOn, out var listens) || !IPAddress.IsLoopback(listens.Address) || !IsLoopback(state.Gateway))
        {
            return $"The gateway listens on {state.GatewayListensOn}, where other machines reach it. {Advice}";
        }

        if (connectionString is null)
        {
            return $"The database of the cluster is not known here. Name it with --database as `up` was told it. {Advice}";
        }

        if (!DatabaseAddress.IsLoopback(connectionString) || DatabaseAddress.Of(DatabaseAddress.Parse(connectionString)) is var address && address != state.Database)
        {
            return DatabaseAddress.IsLoopback(connectionString)
                ? $"The cluster uses the database {state.Database}, and not {DatabaseAddress.Of(DatabaseAddress.Parse(connectionString))}. Name it with --database as `up` was told it."
                : $"The database {DatabaseAddress.Of(DatabaseAddress.Parse(connectionString))} is on another machine. {Advice}";
        }

        if (state.Silos.FirstOrDefault(s => !IsLoopback(s.Address)) is { } silo)
        {
            return $"{silo.Name} is reached at {silo.Address}, which is not this machine alone. {Advice}";
        }

        return report switch
        {
            null => "The cluster does not answer. Wait until `up` calls it ready.",
            _ when report.Silos.FirstOrDefault(s => !IsLoopback(s.Silo)) is { } far => $"{far.Name} of the cluster is at {far.Silo}, which is not this machine alone. {Advice}",
            _ => null,
        };
    }

    private static bool IsLoopback(Uri address) => IPAddress.TryParse(address.Host.Trim('[', ']'), out var ip) && IPAddress.IsLoopback(ip);

    /// <summary>Orleans writes a silo's address as <c>127.0.0.1:11111@45678</c> or <c>S127.0.0.1:11111:45678</c>.</summary>
    private static bool IsLoopback(string silo)
    {
        var address = silo.TrimStart('S');
        var end = address.LastIndexOfAny([':', '@']);
        return end > 0 && IPEndPoint.TryParse(address[..end], out var endpoint) && IPAddress.IsLoopback(endpoint.Address);
    }
}
