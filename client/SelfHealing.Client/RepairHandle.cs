using System.Runtime.CompilerServices;
using SelfHealing.Client.Transports;
using SelfHealing.Incidents;

namespace SelfHealing.Client;

/// <summary>One incident in the hands of a caller: watch it, wait for its result, decide on it. Callers get theirs from <see cref="ISelfHealingClient"/>.</summary>
/// <remarks>
/// Calls are repeated while silos or the network are away (see <see cref="SelfHealingClientOptions"/>), which is safe: each changes nothing the second time.
/// What cannot be done ends with an <see cref="IncidentException"/> that says why.
/// </remarks>
public sealed class RepairHandle
{
    private const int Page = 500;

    private readonly Connection _connection;

    internal RepairHandle(string id, Connection connection)
    {
        Id = id;
        _connection = connection;
    }

    /// <summary>The incident's id.</summary>
    public string Id { get; }

    /// <summary>The incident that repairs the same trouble, once a watch or a read of this handle told of it; null before, and for an incident that is no duplicate.</summary>
    public string? DuplicateOf { get; private set; }

    /// <summary>The history recorded after <paramref name="after"/>, then live signals until the incident ends or waits for a person.</summary>
    /// <remarks>
    /// A stream that breaks with its silo or gateway is reopened after the last event that was seen, so no event is missed or seen twice.
    /// A duplicate's history is short and ends with the name of the incident that repairs the same trouble; the watch goes on with that
    /// incident's events from its first one. <see cref="RecordedEvent.Incident"/> tells whose event it is; to come back to it later, watch that incident.
    /// </remarks>
    /// <param name="after">Sequence number of the last event of this incident that is already known; 0 for the whole history.</param>
    /// <param name="cancellationToken">Ends the watch, not the incident.</param>
    /// <exception cref="IncidentException">There is no such incident.</exception>
    /// <exception cref="IncidentUnreachableException">The stream broke and could not be reopened.</exception>
    public async IAsyncEnumerable<IncidentSignal> WatchAsync(long after = 0, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var repairing = Id;
        var heard = false;
        await foreach (var signal in new ResumingWatch(_connection, Id).RunAsync(after, cancellationToken))
        {
            heard = true;
            Note(signal);
            yield return signal;
        }

        if (!heard && after > 0 && DuplicateOf is null)
        {
            // All of a duplicate was known to the caller: what it is a duplicate of stands before that.
            await foreach (var recorded in ReadHistoryAsync(0, cancellationToken))
            {
                Note(new EventSignal(recorded));
            }
        }

        for (var seen = new HashSet<string>(StringComparer.Ordinal) { Id }; DuplicateOf is { } of && of != repairing && seen.Add(of);)
        {
            repairing = of;
            await foreach (var signal in new ResumingWatch(_connection, of).RunAsync(0, cancellationToken))
            {
                Note(signal);
                yield return signal;
            }
        }
    }

    /// <summary>What is recorded after <paramref name="after"/>, without waiting for more and without following a duplicate.</summary>
    /// <param name="after">Sequence number of the last event already known; 0 for the whole history.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    /// <exception cref="IncidentException">There is no such incident.</exception>
    /// <exception cref="IncidentUnreachableException">Nobody answered.</exception>
    public async IAsyncEnumerable<RecordedEvent> ReadHistoryAsync(long after = 0, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(after);
        IReadOnlyList<RecordedEvent> page;
        do
        {
            var from = after;
            page = await _connection.Retries.RunAsync(Id, token => _connection.Transport.ReadAsync(Id, from, Page, token), cancellationToken);
            foreach (var recorded in page)
            {
                after = recorded.Sequence;
                Note(new EventSignal(recorded));
                yield return recorded;
            }
        }
        while (page.Count >= Page);
    }

    /// <summary>Waits until the incident ends or waits for a person, and tells how it stands. A duplicate's result is that of the incident that repairs the same trouble.</summary>
    /// <param name="cancellationToken">Ends the wait, not the incident.</param>
    /// <exception cref="IncidentException">There is no such incident.</exception>
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
    /// <param name="by">Who decides, for the record.</param>
    /// <param name="comment">Why, for the record; null for no words.</param>
    /// <param name="cancellationToken">Cancels the call, not the decision.</param>
    /// <exception cref="IncidentException">There is no such incident, or it does not wait for a decision.</exception>
    /// <exception cref="IncidentUnreachableException">Nobody answered; whether the decision was taken is unknown, and deciding again is safe.</exception>
    public Task ApproveAsync(string by, string? comment = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(by);
        return _connection.Retries.RunAsync(Id, token => _connection.Transport.ApproveAsync(Id, by, comment, token), cancellationToken);
    }

    /// <summary>Refuses the waiting winner; nothing is deployed.</summary>
    /// <inheritdoc cref="ApproveAsync"/>
    public Task RejectAsync(string by, string? comment = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(by);
        return _connection.Retries.RunAsync(Id, token => _connection.Transport.RejectAsync(Id, by, comment, token), cancellationToken);
    }

    /// <summary>Stops the incident for good. Cancelling what has ended changes nothing.</summary>
    /// <param name="by">Who stops it, for the record.</param>
    /// <param name="cancellationToken">Cancels the call, not the decision.</param>
    /// <exception cref="IncidentException">There is no such incident.</exception>
    /// <exception cref="IncidentUnreachableException">Nobody answered; cancelling again is safe.</exception>
    public Task CancelAsync(string by, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(by);
        return _connection.Retries.RunAsync(Id, token => _connection.Transport.CancelAsync(Id, by, token), cancellationToken);
    }

    /// <summary>Goes on with an interrupted or faulted incident. Finished steps are not repeated, and one that is worked on takes no notice.</summary>
    /// <param name="budget">A fresh wall-clock budget; null for that of the report.</param>
    /// <param name="cancellationToken">Cancels the call, not the incident.</param>
    /// <exception cref="IncidentException">There is no such incident.</exception>
    /// <exception cref="IncidentUnreachableException">Nobody answered; resuming again is safe.</exception>
    public Task ResumeAsync(TimeSpan? budget = null, CancellationToken cancellationToken = default) =>
        _connection.Retries.RunAsync(Id, token => _connection.Transport.ResumeAsync(Id, budget, token), cancellationToken);

    private void Note(IncidentSignal signal)
    {
        if (signal is EventSignal { Recorded.Event: Duplicated { Of: var of } })
        {
            DuplicateOf = of;
        }
    }
}
