using System.Net;
using System.Net.Sockets;

namespace SelfHealing.ModelServers;

/// <summary>A vendor on a loopback port: speaks every dialect's real wire format, and answers what a script says.</summary>
public sealed class ModelServer : IAsyncDisposable
{
    private readonly Func<ModelRequest, Task<ModelReply>> _script;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Lock _gate = new();
    private readonly List<ModelRequest> _requests = [];
    private readonly List<(int Count, TaskCompletionSource Reached)> _waiting = [];
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

    private ModelServer(Func<ModelRequest, Task<ModelReply>> script)
    {
        _script = script;
        _listener.Start(backlog: 512);
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _ = AcceptAsync(_stopping.Token);
    }

    /// <summary>The port it listens on.</summary>
    public int Port { get; }

    /// <summary>Every request so far, in the order of their arrival.</summary>
    public IReadOnlyList<ModelRequest> Requests
    {
        get
        {
            lock (_gate)
            {
                return [.. _requests];
            }
        }
    }

    /// <summary>Starts a server that answers what the script says.</summary>
    public static Task<ModelServer> StartAsync(Func<ModelRequest, ModelReply> script) => StartAsync(request => Task.FromResult(script(request)));

    /// <summary>Starts a server that answers what the script says, when it says so.</summary>
    public static Task<ModelServer> StartAsync(Func<ModelRequest, Task<ModelReply>> script) => Task.FromResult(new ModelServer(script));

    /// <summary>The address to configure as the endpoint of a model of a dialect.</summary>
    public Uri Endpoint(Dialect dialect) => DialectFormat.Of(dialect).Endpoint(Port);

    /// <summary>Ends when that many requests have come since the start.</summary>
    public Task ReceivedAsync(int count, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_requests.Count >= count)
            {
                return Task.CompletedTask;
            }

            var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Add((count, reached));
            return reached.Task.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Stops at once; requests that are held are dropped.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _listener.Dispose();
    }

    private async Task AcceptAsync(CancellationToken stopping)
    {
        try
        {
            while (true)
            {
                _ = ServeAsync(await _listener.AcceptSocketAsync(stopping), stopping);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The server has been stopped.
        }
    }

    private async Task ServeAsync(Socket socket, CancellationToken stopping)
    {
        try
        {
            await using var stream = new NetworkStream(socket, ownsSocket: true);
            while (await HttpMessage.ReadAsync(stream, stopping) is { } message && await AnswerAsync(message, socket, stream, stopping))
            {
                // The connection stays for the next request.
            }
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or SocketException or ObjectDisposedException)
        {
            // The client has gone away, or this server has.
        }
    }

    private async Task<bool> AnswerAsync(HttpMessage message, Socket socket, NetworkStream stream, CancellationToken stopping)
    {
        if (DialectFormat.ByPath(message.Path) is not { } format)
        {
            await Delivery.WriteNotFoundAsync(stream, stopping);
            return true;
        }

        var request = Note(format.Read(message));
        var reply = format.Complains(request) ?? await _script(request);
        await Task.Delay(reply.Delay, stopping);
        return await new Delivery(format, socket, stream).WriteAsync(request, reply, stopping);
    }

    private ModelRequest Note(ModelRequest request)
    {
        lock (_gate)
        {
            request = request with { Number = _requests.Count + 1 };
            _requests.Add(request);
            foreach (var (count, reached) in _waiting)
            {
                if (_requests.Count >= count)
                {
                    reached.TrySetResult();
                }
            }
        }

        return request;
    }
}
