using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using SelfHealing.Http;
using SelfHealing.Incidents;
using SelfHealing.Storage;

namespace SelfHealing.Client.Transports;

/// <summary>Reads the signals of a stream of server-sent events. An event that was cut off in the middle is none.</summary>
internal static class EventStream
{
    public static async IAsyncEnumerable<IncidentSignal> ReadAsync(Stream stream, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var item in SseParser.Create(stream, Parse).EnumerateAsync(cancellationToken))
        {
            if (item.Data is { } signal)
            {
                yield return signal;
            }
        }
    }

    /// <returns>Null for what a later server may say and this client does not know.</returns>
    private static IncidentSignal? Parse(string name, ReadOnlySpan<byte> data) => name switch
    {
        HttpContract.RecordedEvent => JsonSerializer.Deserialize<RecordedEvent>(data, StoredJson.Options) is { } recorded ? new EventSignal(recorded) : null,
        HttpContract.Progress => JsonSerializer.Deserialize<ProgressSignal>(data, StoredJson.Options),
        HttpContract.AtRest => new AtRestSignal(),
        _ => null,
    };
}
