using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;

namespace SelfHealing.ModelServers;

/// <summary>Writes one reply to its connection, faults of the connection included.</summary>
internal sealed class Delivery(DialectFormat format, Socket socket, Stream stream)
{
    private const int Chunk = 64 << 10;

    /// <summary>Stands where the long text goes.</summary>
    private const string Filling = "@filling@";

    /// <returns>True when the connection may carry another request.</returns>
    public async Task<bool> WriteAsync(ModelRequest request, ModelReply reply, CancellationToken cancellationToken)
    {
        switch (reply.What)
        {
            case ModelReply.Kind.Status:
                await WriteAsync(format.Error(request, reply.StatusCode), reply.StatusCode, reply.RetryAfterHeader, cancellationToken);
                return true;
            case ModelReply.Kind.Silence:
                // Nothing is sent; the read ends when the client has given up and closed.
                return await stream.ReadAsync(new byte[1], cancellationToken) < 0;
            case ModelReply.Kind.Reset:
                await ResetAsync(format.Reply(request, reply), cancellationToken);
                return false;
            case ModelReply.Kind.Huge:
                await FloodAsync(format.Reply(request, ModelReply.Says(Filling)), reply.HugeBytes, cancellationToken);
                return false;
            default:
                await WriteAsync(format.Reply(request, reply), 200, retryAfter: null, cancellationToken);
                return true;
        }
    }

    /// <summary>Answers a path that no dialect has.</summary>
    public static async Task WriteNotFoundAsync(Stream stream, CancellationToken cancellationToken) =>
        await stream.WriteAsync(Head(404, 0, retryAfter: null), cancellationToken);

    private async Task WriteAsync(JsonNode body, int status, string? retryAfter, CancellationToken cancellationToken)
    {
        var bytes = Encoding.UTF8.GetBytes(body.ToJsonString());
        await stream.WriteAsync((byte[])[.. Head(status, bytes.Length, retryAfter), .. bytes], cancellationToken);
    }

    private async Task ResetAsync(JsonNode body, CancellationToken cancellationToken)
    {
        var bytes = Encoding.UTF8.GetBytes(body.ToJsonString());
        await stream.WriteAsync((byte[])[.. Head(200, bytes.Length, retryAfter: null), .. bytes.AsSpan(0, bytes.Length / 2)], cancellationToken);
        // Without lingering, closing sends a reset instead of an orderly end.
        socket.LingerState = new LingerOption(enable: true, seconds: 0);
        socket.Close();
    }

    /// <summary>A reply without a length, which ends with the connection: nobody is warned.</summary>
    private async Task FloodAsync(JsonNode body, int bytes, CancellationToken cancellationToken)
    {
        var parts = body.ToJsonString().Split(Filling);
        await stream.WriteAsync((byte[])[.. Head(200, length: null, retryAfter: null), .. Encoding.UTF8.GetBytes(parts[0])], cancellationToken);
        var block = Encoding.UTF8.GetBytes(new string('a', Chunk));
        for (var left = bytes; left > 0; left -= Chunk)
        {
            await stream.WriteAsync(block.AsMemory(0, Math.Min(left, Chunk)), cancellationToken);
        }

        await stream.WriteAsync(Encoding.UTF8.GetBytes(parts[1]), cancellationToken);
    }

    private static byte[] Head(int status, int? length, string? retryAfter)
    {
        var head = new StringBuilder($"HTTP/1.1 {status} {(status == 200 ? "OK" : "Fault")}\r\nContent-Type: application/json\r\n");
        head.Append(length is { } known ? $"Content-Length: {known}\r\n" : "Connection: close\r\n");
        if (retryAfter is not null)
        {
            head.Append($"Retry-After: {retryAfter}\r\n");
        }

        if (status is >= 300 and < 400)
        {
            head.Append("Location: http://127.0.0.1:1/elsewhere\r\n");
        }

        return Encoding.ASCII.GetBytes(head.Append("\r\n").ToString());
    }
}
