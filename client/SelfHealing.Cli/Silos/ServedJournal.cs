using System.Runtime.CompilerServices;
using SelfHealing.Client;
using SelfHealing.Incidents;
using SelfHealing.Storage;

namespace SelfHealing.Cli.Silos;

/// <summary>The journal that a server reads for its callers.</summary>
internal sealed class ServedJournal(ISelfHealingClient client) : IEventJournal
{
    public Task<IReadOnlyList<RecordedEvent>> AppendAsync(string incident, long expected, IReadOnlyList<RepairEvent> events, CancellationToken cancellationToken) =>
        throw new InvalidOperationException("Only a silo writes.");

    public async IAsyncEnumerable<RecordedEvent> ReadAsync(string incident, long after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var events = client.GetHandle(incident).ReadHistoryAsync(after, cancellationToken).GetAsyncEnumerator(cancellationToken);
        while (await NextAsync(events))
        {
            yield return events.Current;
        }
    }

    public async Task<IReadOnlyList<string>> ListAsync(bool open, int limit, CancellationToken cancellationToken) =>
        [.. (await client.ListAsync(open, Math.Min(limit, Http.HttpContract.LargestPage), cancellationToken)).Select(handle => handle.Id)];

    /// <summary>A journal knows nothing of an incident that there is not; it does not complain.</summary>
    private static async Task<bool> NextAsync(IAsyncEnumerator<RecordedEvent> events)
    {
        try
        {
            return await events.MoveNextAsync();
        }
        catch (IncidentException)
        {
            return false;
        }
    }
}
