using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace SelfHealing.ModelServers;

/// <summary>A vendor on a loopback port: speaks every dialect's real wire format, and answers what a script says.</summary>
public sealed class ModelServer : IAsyncDisposable
{
    private readonly Func<ModelRequest, Task<ModelReply>> _script;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Lock _gate = new();
    private readonly List<ModelRequest> _requests = [];
    private readonly List<(int Count, TaskCompletionSource Reached)> _waiting = [];
    private readonly WebApplication _application;

    private ModelServer(Func<ModelRequest, Task<ModelReply>> script)
    {
        _script = script;
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0);
            kestrel.Limits.MaxRequestBodySize = null;
        });
        _application = builder.Build();
        _application.Run(AnswerAsync);
    }

    /// <summary>The port it listens on.</summary>
    public int Port { get; private set; }

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
    public static async Task<ModelServer> StartAsync(Func<ModelRequest, Task<ModelReply>> script)
    {
        var server = new ModelServer(script);
        await server._application.StartAsync();
        var addresses = server._application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!;
        server.Port = new Uri(addresses.Addresses.Single()).Port;
        return server;
    }

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
        await _application.DisposeAsync();
        _stopping.Dispose();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var format = DialectFormat.ByPath(context.Request.Path);
        if (format is null)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        using var gone = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, _stopping.Token);
        try
        {
            var request = Note(await format.ReadAsync(context.Request, gone.Token));
            var reply = format.Complains(request) ?? await _script(request);
            await Task.Delay(reply.Delay, gone.Token);
            await new Delivery(format, context).WriteAsync(request, reply, gone.Token);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or SocketException)
        {
            // The client has gone away, or this server has.
            context.Abort();
        }
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
