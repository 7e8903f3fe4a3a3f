using System.Net;
using System.Net.Sockets;
using System.Text;

namespace SelfHealing.Client.Tests.Support;

/// <summary>A server that gives every connection the same bytes, whatever it asks.</summary>
internal sealed class OneAnswer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Task _serving;

    public OneAnswer(string answer)
    {
        _listener.Start();
        _serving = ServeAsync(Encoding.ASCII.GetBytes(answer));
    }

    public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");

    /// <summary>Connections so far.</summary>
    public int Connections { get; private set; }

    public async ValueTask DisposeAsync()
    {
        _listener.Dispose();
        await _serving.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task ServeAsync(byte[] answer)
    {
        while (true)
        {
            using var connection = await _listener.AcceptSocketAsync();
            Connections++;
            await connection.ReceiveAsync(new byte[64 << 10]);
            await connection.SendAsync(answer);
        }
    }
}
