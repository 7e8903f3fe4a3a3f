namespace SelfHealing.Storage.Postgres;

/// <summary>Reads content that lies in pieces, one piece at a time.</summary>
/// <param name="pieces">How many there are.</param>
/// <param name="fetch">Brings one, counted from 0.</param>
internal sealed class PieceStream(int pieces, Func<int, CancellationToken, Task<byte[]>> fetch) : Stream
{
    private byte[] _piece = [];
    private int _at;
    private int _next;

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <inheritdoc/>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (_at == _piece.Length && _next < pieces)
        {
            (_piece, _at) = (await fetch(_next, cancellationToken), 0);
            _next++;
        }

        var read = Math.Min(buffer.Length, _piece.Length - _at);
        _piece.AsMemory(_at, read).CopyTo(buffer);
        _at += read;
        return read;
    }

    /// <inheritdoc/>
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => ReadAsync(buffer.AsMemory(offset, count)).AsTask().GetAwaiter().GetResult();

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
