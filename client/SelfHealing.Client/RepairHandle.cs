using System.Runtime.CompilerServices;
using Orleans.Runtime.Messaging;
using SelfHealing.Incidents;

namespace SelfHealing.Client;

/// <summary>One incident in the hands of a caller: watch it, wait for its result, decide on it.</summary>
public sealed class RepairHandle
{
    private readonly Func<IIncidentGrain> _grain;
    private readonly SelfHealingClientOptions _options;
    private readonly TimeProvider _time;

    /// <summary>A handle over an incident's grain. Callers get theirs from <see cref="ISelfHealingClient"/>; tests may make their own.</summary>
    /// <param name="id">The incident's id.</param>
    /// <param name="grain">Finds the grain, anew for every call, so that a reconnected client is used.</param>
    /// <param name="options">How a watch reopens; null for the defaults.</param>
    /// <param name="time">The clock of the waits; null for the system's.</param>
    public RepairHandle(string id, Func<IIncidentGrain> grain, SelfHealingClientOptions? options = null, TimeProvider? time = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(id);
        ArgumentNullException.ThrowIfNull(grain);
        Id = id;
        _grain = grain;
        _options = options ?? new SelfHealingClientOptions();
        _time = time ?? TimeProvider.System;
    }

    /// <summary>The incident's id.</summary>
    public string Id { get; }

    /// <summary>The history recorded after <paramref name="after"/>, then live signals until the incident ends or waits for a person.</summary>
    /// <remarks>A stream that breaks with its silo is reopened after the last event that was seen, so no event is missed or seen twice.</remarks>
    /// <param name="after">Sequence number of the last event already known; 0 for the whole history.</param>
    /// <param name="cancellationToken">Ends the watch, not the incident.</param>
    /// <exception cref="IncidentUnreachableException">The stream broke and could not be reopened.</exception>
    public async IAsyncEnumerable<IncidentSignal> WatchAsync(long after = 0, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var failures = 0;
        while (true)
        {
            await using var signals = OpenAsync(after, cancellationToken).GetAsyncEnumerator(cancellationToken);
            Exception? broken = null;
            while (broken is null)
            {
                var (signal, error) = await NextAsync(signals);
                if (error is null && signal is null)
                {
                    yield break;
                }

                broken = error;
                if (signal is EventSignal { Recorded.Sequence: var sequence })
                {
                    if (sequence <= after)
                    {
                        continue;
                    }

                    after = sequence;
                }

                if (signal is not null)
                {
                    failures = 0;
                    yield return signal;
                }
            }

            if (++failures > _options.ReopenAttempts)
            {
                throw new IncidentUnreachableException(Id, broken);
            }

            await Task.Delay(DelayBefore(failures), _time, cancellationToken);
        }
    }

    /// <summary>Waits until the incident ends or waits for a person, and tells how it stands.</summary>
    /// <param name="cancellationToken">Ends the wait, not the incident.</param>
    /// <exception cref="IncidentUnreachableException">The stream broke and could not be reopened.</exception>
    public async Task<RepairResult> GetResultAsync(CancellationToken cancellationToken = default)
    {
        var result = RepairResult.Unknown(Id);
        await foreach (var signal in WatchAsync(0, cancellationToken))
        {
            result = signal is EventSignal { Recorded.Event: var happened } ? result.After(happened) : result;
        }

        return result.AtEndOfWatch();
    }

    /// <summary>Approves the waiting winner. Approving twice deploys once.</summary>
    public Task ApproveAsync(string by, string? comment = null, CancellationToken cancellationToken = default) =>
        _grain().ApproveAsync(by, comment, cancellationToken);

    /// <summary>Refuses the waiting winner.</summary>
    public Task RejectAsync(string by, string? comment = null, CancellationToken cancellationToken = default) =>
        _grain().RejectAsync(by, comment, cancellationToken);

    /// <summary>Stops the incident for good.</summary>
    public Task CancelAsync(string by, CancellationToken cancellationToken = default) => _grain().CancelAsync(by, cancellationToken);

    /// <summary>Goes on with an interrupted or faulted incident. Finished steps are not repeated.</summary>
    /// <param name="budget">A fresh wall-clock budget; null for that of the report.</param>
    /// <param name="cancellationToken">Cancels the call, not the incident.</param>
    public Task ResumeAsync(TimeSpan? budget = null, CancellationToken cancellationToken = default) => _grain().ResumeAsync(budget, cancellationToken);

    /// <summary>One stream, opened when it is first read: a silo that is away shows like one that goes away.</summary>
    private async IAsyncEnumerable<IncidentSignal> OpenAsync(long after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var signal in _grain().WatchAsync(after, cancellationToken).WithCancellation(cancellationToken))
        {
            yield return signal;
        }
    }

    private static async Task<(IncidentSignal? Signal, Exception? Broken)> NextAsync(IAsyncEnumerator<IncidentSignal> signals)
    {
        try
        {
            return (await signals.MoveNextAsync() ? signals.Current : null, null);
        }
        catch (Exception e) when (IsLostSilo(e))
        {
            return (null, e);
        }
    }

    /// <summary>What a caller sees when a silo dies or restarts: the outcome is unknown and asking again is right.</summary>
    private static bool IsLostSilo(Exception e) =>
        e is TimeoutException or OrleansMessageRejectionException or EnumerationAbortedException or ConnectionFailedException or ClientNotAvailableException;

    private TimeSpan DelayBefore(int attempt)
    {
        var delay = _options.ReopenDelay * Math.Pow(2, Math.Min(attempt - 1, 20));
        return delay < _options.LongestReopenDelay ? delay : _options.LongestReopenDelay;
    }
}
