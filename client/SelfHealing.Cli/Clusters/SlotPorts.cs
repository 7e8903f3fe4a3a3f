using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using SelfHealing.Storage;

namespace SelfHealing.Cli.Clusters;

/// <summary>The ports of one silo on the loopback address. They are kept, because a silo that comes back on its port is known at once.</summary>
internal sealed record SlotPorts(int Http, int Silo, int Gateway)
{
    /// <summary>The ports kept in a silo's folder, or new ones where a port is taken or none is kept.</summary>
    public static SlotPorts In(string folder)
    {
        var path = Path.Combine(folder, "ports.json");
        if (File.Exists(path) && JsonSerializer.Deserialize<SlotPorts>(File.ReadAllBytes(path), StoredJson.Options) is { } kept && kept.AreFree)
        {
            return kept;
        }

        var ports = FreePorts(3);
        var chosen = new SlotPorts(ports[0], ports[1], ports[2]);
        File.WriteAllBytes(path, JsonSerializer.SerializeToUtf8Bytes(chosen, StoredJson.Options));
        return chosen;
    }

    /// <summary>Whether an address can be listened on.</summary>
    public static bool IsFree(IPEndPoint endpoint)
    {
        try
        {
            // As servers do it: connections of an earlier process that still linger are no hindrance.
            using var socket = new Socket(endpoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(endpoint);
            socket.Listen(1);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    /// <summary>A port of the loopback address on which nobody listens.</summary>
    public static int FreePort() => FreePorts(1)[0];

    private bool AreFree => ((int[])[Http, Silo, Gateway]).All(port => IsFree(new IPEndPoint(IPAddress.Loopback, port)));

    // All are held until the last is found, so that no two are the same.
    private static int[] FreePorts(int count)
    {
        var sockets = Enumerable.Range(0, count).Select(_ => new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp)).ToList();
        try
        {
            sockets.ForEach(s => s.Bind(new IPEndPoint(IPAddress.Loopback, 0)));
            return [.. sockets.Select(s => ((IPEndPoint)s.LocalEndPoint!).Port)];
        }
        finally
        {
            sockets.ForEach(s => s.Dispose());
        }
    }
}
