using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;

namespace SelfHealing.ModelServers;

/// <summary>Writes one reply to its connection, faults of the connection included.</summary>
internal sealed class Delivery(DialectFormat format, HttpContext context)
{
    private const int Chunk = 64 << 10;

    public Task WriteAsync(ModelRequest request, ModelReply reply, CancellationToken cancellationToken) => reply.What switch
    {
        ModelReply.Kind.Status => WriteAsync(format.Error(request, reply.StatusCode), reply.StatusCode, reply.RetryAfterHeader, cancellationToken),
        ModelReply.Kind.Silence => Task.Delay(Timeout.Infinite, cancellationToken),
        ModelReply.Kind.Reset => ResetAsync(format.Reply(request, reply), cancellationToken),
        ModelReply.Kind.Huge => FloodAsync(format.Reply(request, ModelReply.Says(Filling)), reply.HugeBytes, cancellationToken),
        _ => WriteAsync(format.Reply(request, reply), StatusCodes.Status200OK, retryAfter: null, cancellationToken),
    };

    /// <summary>Stands where the long text goes.</summary>
    private const string Filling = "@filling@";

    private async Task WriteAsync(JsonNode body, int status, string? retryAfter, CancellationToken cancellationToken)
    {
        context.Response.StatusCode = status;
        if (retryAfter is not null)
        {
            context.Response.Headers.RetryAfter = retryAfter;
        }

        var bytes = Begin(body.ToJsonString());
        context.Response.ContentLength = bytes.Length;
        await context.Response.Body.WriteAsync(bytes, cancellationToken);
    }

    private async Task ResetAsync(JsonNode body, CancellationToken cancellationToken)
    {
        var bytes = Begin(body.ToJsonString());
        context.Response.ContentLength = bytes.Length;
        await context.Response.Body.WriteAsync(bytes.AsMemory(0, bytes.Length / 2), cancellationToken);
        await context.Response.Body.FlushAsync(cancellationToken);
        // Without lingering, closing sends a reset instead of an orderly end.
        context.Features.Get<IConnectionSocketFeature>()?.Socket.LingerState = new LingerOption(enable: true, seconds: 0);
        context.Abort();
    }

    private async Task FloodAsync(JsonNode body, int bytes, CancellationToken cancellationToken)
    {
        var parts = body.ToJsonString().Split(Filling);
        await context.Response.Body.WriteAsync(Begin(parts[0]), cancellationToken);
        var block = Encoding.UTF8.GetBytes(new string('a', Chunk));
        for (var left = bytes; left > 0; left -= Chunk)
        {
            await context.Response.Body.WriteAsync(block.AsMemory(0, Math.Min(left, Chunk)), cancellationToken);
        }

        await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(parts[1]), cancellationToken);
    }

    private byte[] Begin(string text)
    {
        context.Response.ContentType = "application/json";
        return Encoding.UTF8.GetBytes(text);
    }
}
