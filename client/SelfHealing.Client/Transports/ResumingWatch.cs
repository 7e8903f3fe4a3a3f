using System.Runtime.CompilerServices;
using SelfHealing.Incidents;

namespace SelfHealing.Client.Transports;

/// <summary>Watches one incident over as many streams as it takes: each goes on after the last event that was seen.</summary>
internal sealed class ResumingWatch(Connection connection, string incident)
{
    private readonly SelfHealingClientOptions _options = connection.Options;

    /// <summary>Every event after <paramref name="after"/> once and in order, and the progress between them, until the incident is at rest.</summary>
    /// <exception cref="IncidentUnreachableException">No stream could be opened for too long.</exception>
    public async IAsyncEnumerable<IncidentSignal> RunAsync(long after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var failures = 0; ;)
        {
            await using var signals = OpenAsync(after, cancellationToken).GetAsyncEnumerator(cancellationToken);
            Exception? broken;
            while (true)
            {
                (var signal, broken) = await NextAsync(signals);
                if (signal is AtRestSignal)
                {
                    yield break;
                }

                if (signal is null)
                {
                    break;
                }

                failures = 0;
                if (signal is EventSignal { Recorded.Sequence: var sequence })
                {
                    if (sequence <= after)
                    {
                        continue;
                    }

                    if (sequence > after + 1)
                    {
                        // A gap: what is missing is recorded, and comes when the stream is opened again.
                        break;
                    }

                    after = sequence;
                }

                yield return signal;
            }

            if (++failures > _options.ReopenAttempts)
            {
                throw new IncidentUnreachableException(incident, broken);
            }

            await Task.Delay(DelayBefore(failures, broken), connection.Time, cancellationToken);
        }
    }

    /// <summary>One stream, opened when it is first read: a silo that is away shows like one that goes away.</summary>
    private async IAsyncEnumerable<IncidentSignal> OpenAsync(long after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var signal in connection.Transport.WatchAsync(incident, after, cancellationToken).WithCancellation(cancellationToken))
        {
            yield return signal;
        }
    }

    /// <returns>No signal when the stream broke or was cut off.</returns>
    private async Task<(IncidentSignal? Signal, Exception? Broken)> NextAsync(IAsyncEnumerator<IncidentSignal> signals)
    {
        try
        {
            return (await signals.MoveNextAsync() ? signals.Current : null, null);
        }
        catch (Exception e) when (connection.Transport.IsLost(e))
        {
            return (null, e);
        }
    }

    private TimeSpan DelayBefore(int attempt, Exception? broken)
    {
        var delay = (broken as ServerBusyException)?.RetryAfter ?? _options.ReopenDelay * Math.Pow(2, Math.Min(attempt - 1, 20));
        return delay < _options.LongestReopenDelay ? delay : _options.LongestReopenDelay;
    }
}
