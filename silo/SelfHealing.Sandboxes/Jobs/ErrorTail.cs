using System.Text;

namespace SelfHealing.Sandboxes.Jobs;

/// <summary>The end of what a container wrote to standard error; what came before is forgotten.</summary>
internal sealed class ErrorTail
{
    /// <summary>Bytes that are kept.</summary>
    public const int Capacity = 64 << 10;

    private readonly byte[] _ring = new byte[Capacity];
    private readonly Lock _lock = new();
    private long _written;

    /// <summary>Adds what was written.</summary>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        lock (_lock)
        {
            foreach (var b in bytes.Length > Capacity ? bytes[^Capacity..] : bytes)
            {
                _ring[_written++ % Capacity] = b;
            }
        }
    }

    public override string ToString()
    {
        lock (_lock)
        {
            if (_written <= Capacity)
            {
                return Encoding.UTF8.GetString(_ring, 0, (int)_written);
            }

            var start = (int)(_written % Capacity);
            return $"[…] {Encoding.UTF8.GetString([.. _ring[start..], .. _ring[..start]])}";
        }
    }
}
