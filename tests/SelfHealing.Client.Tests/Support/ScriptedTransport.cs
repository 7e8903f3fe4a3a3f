using System.Runtime.CompilerServices;
using SelfHealing.Admission;
using SelfHealing.Client.Transports;
using SelfHealing.Incidents;

namespace SelfHealing.Client.Tests.Support;

/// <summary>A transport whose streams break as the test says.</summary>
internal sealed class ScriptedTransport(IReadOnlyList<RecordedEvent> script) : ITransport
{
    private readonly Queue<Exception?> _failures = new();

    public List<string> Calls { get; } = [];

    /// <summary>Where true, a stream that would break says nothing any more instead, as that of a silo that was killed.</summary>
    public bool FallsSilent { get; set; }

    /// <summary>True while a stream says nothing.</summary>
    public bool IsSilent { get; private set; }

    /// <summary>After how many events a stream ends with each failure, or is cut off where it is null.</summary>
    public int BreakAfter { get; set; }

    public ScriptedTransport Breaking(params Exception?[] failures)
    {
        foreach (var failure in failures)
        {
            _failures.Enqueue(failure);
        }

        return this;
    }

    public bool IsLost(Exception failure) => failure is TimeoutException;

    public async IAsyncEnumerable<IncidentSignal> WatchAsync(string incident, long after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.Yield();
        IsSilent = false;
        Calls.Add($"watch {after}");
        var told = 0;
        foreach (var recorded in script.Where(e => e.Sequence > after))
        {
            if (_failures.Count > 0 && told++ == BreakAfter)
            {
                var fault = _failures.Dequeue();
                if (FallsSilent)
                {
                    IsSilent = true;
                    await Task.Delay(Timeout.Infinite, cancellationToken);
                }

                if (fault is { } failure)
                {
                    throw failure;
                }

                yield break;
            }

            yield return new EventSignal(recorded);
        }

        yield return new AtRestSignal();
    }

    public Task SubmitAsync(string incident, IncidentReport report, CancellationToken cancellationToken) => CallAsync($"submit {incident}");

    public Task<IReadOnlyList<RecordedEvent>> ReadAsync(string incident, long after, int limit, CancellationToken cancellationToken)
    {
        Calls.Add($"read {after}");
        return Task.FromResult<IReadOnlyList<RecordedEvent>>([.. script.Where(e => e.Sequence > after && e.Sequence <= Recorded).Take(limit)]);
    }

    /// <summary>How much of the script is recorded already.</summary>
    public long Recorded { get; set; } = long.MaxValue;

    public Task ApproveAsync(string incident, string by, string? comment, CancellationToken cancellationToken) => CallAsync($"approve {by}");

    public Task RejectAsync(string incident, string by, string? comment, CancellationToken cancellationToken) => CallAsync($"reject {by}");

    public Task CancelAsync(string incident, string by, CancellationToken cancellationToken) => CallAsync($"cancel {by}");

    public Task ResumeAsync(string incident, TimeSpan? budget, CancellationToken cancellationToken) => CallAsync($"resume {budget}");

    public Task<IReadOnlyList<string>> ListAsync(bool openOnly, int limit, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<string>>([]);

    public Task<AdmissionReport> GetClusterAsync(CancellationToken cancellationToken) => Task.FromResult(new AdmissionReport(0, 0, 0, OldestQueuedAt: null, [], []));

    private Task CallAsync(string call)
    {
        Calls.Add(call);
        return _failures.TryDequeue(out var failure) && failure is not null ? Task.FromException(failure) : Task.CompletedTask;
    }
}
