using System.Text.Json;
using SelfHealing.Storage;

namespace SelfHealing.Cli.Clusters;

/// <summary>What <c>selfheal up</c> tells other commands of this machine about its cluster, in a file of the data folder.</summary>
/// <param name="ProcessId">Its own process.</param>
/// <param name="Gateway">The gateway's address.</param>
/// <param name="GatewayListensOn">The address on which the gateway listens.</param>
/// <param name="Database">Where the database is, without anything secret.</param>
/// <param name="Silos">The silos that run.</param>
internal sealed record ClusterState(int ProcessId, Uri Gateway, string GatewayListensOn, string Database, IReadOnlyList<RunningSilo> Silos)
{
    /// <summary>Reads the file; null when there is none.</summary>
    public static ClusterState? Read(DataFolder folder)
    {
        try
        {
            return JsonSerializer.Deserialize<ClusterState>(File.ReadAllBytes(PathIn(folder)), StoredJson.Options);
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Writes the file, whole or not at all.</summary>
    public void Write(DataFolder folder)
    {
        var written = PathIn(folder) + ".new";
        File.WriteAllBytes(written, JsonSerializer.SerializeToUtf8Bytes(this, StoredJson.Options));
        File.Move(written, PathIn(folder), overwrite: true);
    }

    /// <summary>Removes the file.</summary>
    public static void Remove(DataFolder folder) => File.Delete(PathIn(folder));

    private static string PathIn(DataFolder folder) => Path.Combine(folder.Root, "cluster.json");
}

/// <summary>A silo of the cluster.</summary>
/// <param name="Name">Its name.</param>
/// <param name="ProcessId">Its process.</param>
/// <param name="Address">Where it serves HTTP.</param>
/// <param name="IsReady">Whether it is ready for work.</param>
internal sealed record RunningSilo(string Name, int ProcessId, Uri Address, bool IsReady);
