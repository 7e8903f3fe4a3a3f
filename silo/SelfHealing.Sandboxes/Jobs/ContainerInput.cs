using Docker.DotNet;

namespace SelfHealing.Sandboxes.Jobs;

/// <summary>A container's standard input as a stream.</summary>
internal sealed class ContainerInput(MultiplexedStream stream) : Stream
{
    private const int ChunkBytes = 64 << 10;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        // The client takes arrays only; one chunk's copy is cheaper than an array of the caller's size.
        var chunk = new byte[Math.Min(buffer.Length, ChunkBytes)];
        for (; buffer.Length > 0; buffer = buffer[Math.Min(buffer.Length, ChunkBytes)..])
        {
            var count = Math.Min(buffer.Length, ChunkBytes);
            buffer[..count].CopyTo(chunk);
            await SendAsync(chunk, 0, count, cancellationToken);
        }
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => SendAsync(buffer, offset, count, cancellationToken);

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override void Flush()
    {
        // Every write goes straight to the socket.
    }

    public override void Write(byte[] buffer, int offset, int count) => WriteAsync(buffer, offset, count, CancellationToken.None).GetAwaiter().GetResult();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    private async Task SendAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        try
        {
            await stream.WriteAsync(buffer, offset, count, cancellationToken);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or System.Net.Sockets.SocketException)
        {
            throw new InputClosedException(e);
        }
    }
}
