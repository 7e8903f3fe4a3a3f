using System.Runtime.CompilerServices;
using SelfHealing.Incidents;
using SelfHealing.Storage;

namespace SelfHealing.Cli.Tests.Support;

/// <summary>A journal that is read only by the commands under test.</summary>
internal sealed class InMemoryJournal : IEventJournal
{
    private readonly List<RecordedEvent> _events = [];

    public void Record(RecordedEvent recorded)
    {
        if (!_events.Exists(e => e.Incident == recorded.Incident && e.Sequence == recorded.Sequence))
        {
            _events.Add(recorded);
        }
    }

    public Task<IReadOnlyList<RecordedEvent>> AppendAsync(string incident, long expected, IReadOnlyList<RepairEvent> events, CancellationToken cancellationToken) =>
        throw new InvalidOperationException("Only a silo writes.");

    public async IAsyncEnumerable<RecordedEvent> ReadAsync(string incident, long after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.Yield();
        foreach (var recorded in _events.Where(e => e.Incident == incident && e.Sequence > after).ToList())
        {
            yield return recorded;
        }
    }

    public Task<IReadOnlyList<string>> ListAsync(bool open, int limit, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<string>>(
        [.. _events.GroupBy(e => e.Incident).Where(g => !open || g.Last().Event is not Closed).Select(g => g.Key).Reverse().Take(limit)]);
}
