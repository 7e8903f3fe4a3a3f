using System.Net;
using System.Net.Sockets;

namespace SelfHealing.ModelServers;

/// <summary>A port of this machine that refuses every connection and that nobody else gets while this is held.</summary>
public sealed class ClosedPort : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

    /// <summary>Takes a port without listening on it.</summary>
    public ClosedPort() => _socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));

    /// <summary>The address under which clients configured for a dialect find nobody.</summary>
    public Uri Endpoint(Dialect dialect) => DialectFormat.Of(dialect).Endpoint(((IPEndPoint)_socket.LocalEndPoint!).Port);

    /// <summary>Gives the port back.</summary>
    public void Dispose() => _socket.Dispose();
}
