using System.Net;
using System.Net.Sockets;

namespace SelfHealing.Sandboxes.Attacks;

/// <summary>What an attack would touch if it came out: a file, two listening ports, and this process's environment.</summary>
internal sealed class HostCanary : IDisposable
{
    private const string Song = "still singing";
    private readonly string _file = Path.Combine(Path.GetTempPath(), $"selfheal-canary-{Guid.NewGuid():N}");
    private readonly TcpListener _tcp = new(IPAddress.Any, 0);
    private readonly UdpClient _udp = new(new IPEndPoint(IPAddress.Any, 0));
    private readonly string _hostname = Environment.MachineName;

    public HostCanary()
    {
        File.WriteAllText(_file, Song);
        _tcp.Start();
        Environment.SetEnvironmentVariable("SELFHEAL_CANARY", "canary secret");
    }

    /// <summary>The attack's program with the canary's own addresses in it.</summary>
    public string Aim(string program) => program
        .Replace("@TCP@", $"{((IPEndPoint)_tcp.LocalEndpoint).Port}", StringComparison.Ordinal)
        .Replace("@UDP@", $"{((IPEndPoint)_udp.Client.LocalEndPoint!).Port}", StringComparison.Ordinal)
        .Replace("@CANARY@", _file, StringComparison.Ordinal);

    /// <summary>Fails when anything was touched.</summary>
    public void ShouldBeUntouched()
    {
        File.ReadAllText(_file).ShouldBe(Song);
        _tcp.Pending().ShouldBeFalse("somebody connected to the host");
        _udp.Available.ShouldBe(0, "somebody sent to the host");
        Environment.MachineName.ShouldBe(_hostname);
    }

    public void Dispose()
    {
        _tcp.Dispose();
        _udp.Dispose();
        File.Delete(_file);
    }
}
