using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text;
using System.Threading.Channels;

namespace SelfHealing.Sandboxes.Jobs;

/// <summary>Standard output on its way from the container to its reader: cut into lines, counted, and held back when the reader is slow.</summary>
internal sealed class OutputLines(int maxLineBytes, long maxBytes)
{
    private const long MinWaiting = 64 << 10;
    private readonly long _maxWaiting = Math.Max(MinWaiting, 2L * maxLineBytes);
    private readonly Channel<string> _lines = Channel.CreateUnbounded<string>(new() { SingleWriter = true, SingleReader = true });
    private readonly Channel<bool> _room = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly ArrayBufferWriter<byte> _rest = new();
    private long _total;
    private long _waiting;

    /// <summary>Counts output of any kind towards the limit of the whole.</summary>
    /// <returns>False when the limit is exceeded.</returns>
    public bool Count(int bytes) => (_total += bytes) <= maxBytes;

    /// <summary>Takes what the container wrote; waits while more than two longest lines are waiting for the reader.</summary>
    /// <returns>False when the limit of a line or of the whole is exceeded.</returns>
    public async ValueTask<bool> WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        var within = Count(bytes.Length);
        while (bytes.Span.IndexOf((byte)'\n') is var end and >= 0)
        {
            if (_rest.WrittenCount + end > maxLineBytes)
            {
                return false;
            }

            _rest.Write(bytes.Span[..end]);
            Emit();
            bytes = bytes[(end + 1)..];
        }

        _rest.Write(bytes.Span);
        if (_rest.WrittenCount > maxLineBytes || !within)
        {
            return false;
        }

        while (Interlocked.Read(ref _waiting) > _maxWaiting)
        {
            await _room.Reader.ReadAsync(cancellationToken);
        }

        return true;
    }

    /// <summary>Ends the lines; the last one needs no line end.</summary>
    public void Complete()
    {
        if (_rest.WrittenCount > 0)
        {
            Emit();
        }

        _lines.Writer.TryComplete();
    }

    /// <summary>The lines as they come.</summary>
    public async IAsyncEnumerable<string> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var line in _lines.Reader.ReadAllAsync(cancellationToken))
        {
            Interlocked.Add(ref _waiting, -Weight(line));
            _room.Writer.TryWrite(true);
            yield return line;
        }
    }

    /// <summary>What a waiting line costs; an empty one is not free.</summary>
    private static long Weight(string line) => 32 + (2L * line.Length);

    private void Emit()
    {
        var bytes = _rest.WrittenSpan;
        var line = Encoding.UTF8.GetString(bytes.EndsWith("\r"u8) ? bytes[..^1] : bytes);
        _rest.ResetWrittenCount();
        Interlocked.Add(ref _waiting, Weight(line));
        _lines.Writer.TryWrite(line);
    }
}
