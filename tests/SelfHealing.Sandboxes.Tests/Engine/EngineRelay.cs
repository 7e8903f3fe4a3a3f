using System.Net.Sockets;

namespace SelfHealing.Sandboxes.Engine;

/// <summary>A socket behind which the real engine answers, and which can go away and come back as an engine that is restarted does.</summary>
internal sealed class EngineRelay : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("selfheal-relay-");
    private readonly Uri _engine;
    private CancellationTokenSource _stop = new();
    private Task _serving = Task.CompletedTask;

    public EngineRelay(Uri engine)
    {
        _engine = engine;
        Start();
    }

    /// <summary>The socket.</summary>
    public string Socket => Path.Combine(_folder.FullName, "docker.sock");

    /// <summary>Breaks every connection and takes none any more.</summary>
    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await _serving;
        File.Delete(Socket);
    }

    public void Start()
    {
        _stop.Dispose();
        _stop = new CancellationTokenSource();
        var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(Socket));
        listener.Listen();
        _serving = ServeAsync(listener, _stop.Token);
    }

    public void Dispose()
    {
        _stop.Cancel();
        _stop.Dispose();
        _folder.Delete(recursive: true);
    }

    private async Task ServeAsync(Socket listener, CancellationToken cancellationToken)
    {
        using var open = listener;
        var relayed = new List<Task>();
        try
        {
            while (true)
            {
                relayed.Add(RelayAsync(await listener.AcceptAsync(cancellationToken), cancellationToken));
            }
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(relayed).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task RelayAsync(Socket client, CancellationToken cancellationToken)
    {
        using var near = new NetworkStream(client, ownsSocket: true);
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(_engine.LocalPath), cancellationToken);
        using var far = new NetworkStream(socket, ownsSocket: true);
        await Task.WhenAny(near.CopyToAsync(far, cancellationToken), far.CopyToAsync(near, cancellationToken));
    }
}
