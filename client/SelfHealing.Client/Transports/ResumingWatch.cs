using System.Runtime.CompilerServices;
using SelfHealing.Incidents;

namespace SelfHealing.Client.Transports;

/// <summary>Watches one incident over as many streams as it takes: each goes on after the last event that was seen.</summary>
internal sealed class ResumingWatch(Connection connection, string incident)
{
    private readonly SelfHealingClientOptions _options = connection.Options;

    private TimeSpan LongestSilence => _options.Silence * 6;

    /// <summary>Every event after <paramref name="after"/> once and in order, and the progress between them, until the incident is at rest.</summary>
    /// <exception cref="IncidentUnreachableException">No stream could be opened for too long.</exception>
    public async IAsyncEnumerable<IncidentSignal> RunAsync(long after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var failures = 0; ;)
        {
            await using var stream = new SignalStream(connection.Transport, incident, after, connection.Time, cancellationToken);
            Exception? broken;
            var patience = _options.Silence;
            while (true)
            {
                (var signal, broken, var isSilent) = await stream.NextAsync(patience);
                if (isSilent)
                {
                    if (await IsBehindAsync(after, cancellationToken))
                    {
                        break;
                    }

                    patience = patience * 2 < LongestSilence ? patience * 2 : LongestSilence;
                    continue;
                }

                if (signal is AtRestSignal)
                {
                    yield break;
                }

                if (signal is null)
                {
                    break;
                }

                (failures, patience) = (0, _options.Silence);
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

    // What was recorded and not told was lost with the silo that should have told it.
    private async Task<bool> IsBehindAsync(long after, CancellationToken cancellationToken)
    {
        try
        {
            return (await connection.Transport.ReadAsync(incident, after, limit: 1, cancellationToken)).Count > 0;
        }
        catch (Exception e) when (connection.Transport.IsLost(e))
        {
            return false;
        }
    }

    private TimeSpan DelayBefore(int attempt, Exception? broken)
    {
        var delay = (broken as ServerBusyException)?.RetryAfter ?? _options.ReopenDelay * Math.Pow(2, Math.Min(attempt - 1, 20));
        return delay < _options.LongestReopenDelay ? delay : _options.LongestReopenDelay;
    }
}
