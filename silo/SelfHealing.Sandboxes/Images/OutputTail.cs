using System.Text;
using Docker.DotNet;

namespace SelfHealing.Sandboxes.Images;

/// <summary>The last lines of a container's output, standard output and error together, each told as it comes.</summary>
internal sealed class OutputTail(IProgress<string> progress)
{
    private const int MaxLines = 20;
    private const int MaxLineLength = 300;
    private readonly Queue<string> _lines = new();
    private readonly StringBuilder _line = new();

    /// <summary>The last lines.</summary>
    public IReadOnlyList<string> Lines => [.. _lines];

    /// <summary>Reads to the end.</summary>
    public async Task ReadAsync(MultiplexedStream stream, CancellationToken cancellationToken)
    {
        var buffer = new byte[16 << 10];
        var decoder = Encoding.UTF8.GetDecoder();
        var text = new char[Encoding.UTF8.GetMaxCharCount(buffer.Length)];
        while (await stream.ReadOutputAsync(buffer, 0, buffer.Length, cancellationToken) is { EOF: false } read)
        {
            foreach (var c in text.AsSpan(0, decoder.GetChars(buffer, 0, read.Count, text, 0)))
            {
                Add(c);
            }
        }

        Add('\n');
    }

    private void Add(char c)
    {
        // A progress bar redraws its line with a carriage return: each drawing is a line.
        if (c is not ('\n' or '\r'))
        {
            if (_line.Length < MaxLineLength && !char.IsControl(c))
            {
                _line.Append(c);
            }

            return;
        }

        var line = _line.ToString().TrimEnd();
        _line.Clear();
        if (line.Length == 0)
        {
            return;
        }

        if (_lines.Count == MaxLines)
        {
            _lines.Dequeue();
        }

        _lines.Enqueue(line);
        progress.Report(line);
    }
}
