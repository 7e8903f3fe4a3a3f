using System.Net;
using System.Net.Sockets;

namespace SelfHealing.Client.Tests.Support;

/// <summary>A network before a gateway, which cuts every connection after so many bytes of its answers.</summary>
internal sealed class CuttingProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _closing = new();
    private readonly Uri _gateway;
    private readonly Func<int, long> _bytesOf;
    private readonly Task _serving;

    /// <param name="gateway">Where the answers come from.</param>
    /// <param name="bytesOf">How many bytes the answers of the nth connection, from 0, may have.</param>
    public CuttingProxy(Uri gateway, Func<int, long> bytesOf)
    {
        (_gateway, _bytesOf) = (gateway, bytesOf);
        _listener.Start();
        _serving = ServeAsync();
    }

    public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");

    /// <summary>Connections so far.</summary>
    public int Connections { get; private set; }

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        _listener.Dispose();
        await _serving.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _closing.Dispose();
    }

    private async Task ServeAsync()
    {
        var open = new List<Task>();
        while (!_closing.IsCancellationRequested)
        {
            var client = await _listener.AcceptTcpClientAsync(_closing.Token);
            open.Add(PassAsync(client, _bytesOf(Connections++)));
        }

        await Task.WhenAll(open);
    }

    private async Task PassAsync(TcpClient client, long bytes)
    {
        using (client)
        using (var server = new TcpClient())
        {
            await server.ConnectAsync(_gateway.Host, _gateway.Port, _closing.Token);
            var asking = client.GetStream().CopyToAsync(server.GetStream(), _closing.Token);
            var buffer = new byte[4096];
            while (bytes > 0 && await server.GetStream().ReadAsync(buffer.AsMemory(0, (int)Math.Min(bytes, buffer.Length)), _closing.Token) is > 0 and var read)
            {
                await client.GetStream().WriteAsync(buffer.AsMemory(0, read), _closing.Token);
                bytes -= read;
            }

            // Reset, not closed in good order: what a dead machine's network does.
            client.Client.LingerState = new LingerOption(enable: bytes <= 0, seconds: 0);
            client.Close();
            await asking.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
