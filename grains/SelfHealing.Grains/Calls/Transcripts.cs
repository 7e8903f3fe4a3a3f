using System.Text;
using SelfHealing.Models;
using SelfHealing.Repair.Calls;
using SelfHealing.Storage;

namespace SelfHealing.Grains.Calls;

/// <summary>Calls and whole transcripts as artifacts.</summary>
internal sealed class Transcripts(IArtifacts artifacts)
{
    private readonly Lock _lock = new();
    private (string Name, Transcript Transcript)? _latest;

    /// <summary>Keeps one call and returns its artifact's name.</summary>
    public async Task<string> KeepAsync(RecordedCall call, CancellationToken cancellationToken)
    {
        using var content = new MemoryStream(Encoding.UTF8.GetBytes(TranscriptFormat.Line(call)));
        return await artifacts.PutAsync(content, cancellationToken);
    }

    /// <summary>The one call of an artifact; null when it is not there any more.</summary>
    public async Task<RecordedCall?> FindAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            return (await ReadAsync(name, cancellationToken)).FirstOrDefault();
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }

    /// <summary>The transcript of an artifact; the one that was opened last is at hand.</summary>
    public async Task<Transcript> OpenAsync(string name, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_latest is { } latest && latest.Name == name)
            {
                return latest.Transcript;
            }
        }

        var transcript = new Transcript(await ReadAsync(name, cancellationToken));
        lock (_lock)
        {
            _latest = (name, transcript);
        }

        return transcript;
    }

    private async Task<List<RecordedCall>> ReadAsync(string name, CancellationToken cancellationToken)
    {
        await using var content = await artifacts.OpenAsync(name, cancellationToken);
        using var lines = new StreamReader(content, Encoding.UTF8);
        var calls = new List<RecordedCall>();
        while (await lines.ReadLineAsync(cancellationToken) is { } line)
        {
            if (!string.IsNullOrWhiteSpace(line))
            {
                calls.Add(TranscriptFormat.Parse(line));
            }
        }

        return calls;
    }
}
