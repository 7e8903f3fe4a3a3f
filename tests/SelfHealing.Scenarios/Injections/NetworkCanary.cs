using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace SelfHealing.Scenarios.Injections;

/// <summary>A listener on every address of this machine that nobody has a reason to reach.</summary>
internal sealed class NetworkCanary : IDisposable
{
    private readonly TcpListener _tcp = new(IPAddress.Any, 0);

    public NetworkCanary()
    {
        _tcp.Start();
        Port = ((IPEndPoint)_tcp.LocalEndpoint).Port;
    }

    /// <summary>An address of this machine that a container with a network would reach.</summary>
    public string Host { get; } = (
        from network in NetworkInterface.GetAllNetworkInterfaces()
        where network.OperationalStatus == OperationalStatus.Up && network.NetworkInterfaceType != NetworkInterfaceType.Loopback
        from address in network.GetIPProperties().UnicastAddresses
        where address.Address.AddressFamily == AddressFamily.InterNetwork
        select address.Address.ToString()).FirstOrDefault("127.0.0.1");

    /// <summary>The port.</summary>
    public int Port { get; }

    /// <summary>Fails when somebody connected.</summary>
    public void ShouldBeUntouched() => _tcp.Pending().ShouldBeFalse("somebody connected to the host");

    public void Dispose() => _tcp.Dispose();
}
