using System.Threading.Channels;
using SelfHealing.Incidents;

namespace SelfHealing.Storage.Journal;

/// <summary>Gathers the appends of all incidents of this process while the commit before them is written, so that many share one.</summary>
/// <remarks>An append that comes alone is written at once. The appends of one incident are written in the order in which they came.</remarks>
internal sealed class GroupedAppends : IAsyncDisposable
{
    private const int LargestGroup = 512;
    private const int LargestText = 4 << 20;

    private readonly Channel<PendingAppend> _waiting = Channel.CreateUnbounded<PendingAppend>();
    private readonly Func<IReadOnlyList<RepairEvent>, IReadOnlyList<string>> _serialize;
    private readonly Func<Func<List<PendingAppend>>, Task> _write;
    private readonly Task _writer;

    /// <param name="serialize">The JSON of the rows that hold an append's events.</param>
    /// <param name="write">Called when something waits; calls back for the group as late as it can, writes it and releases every caller. It never throws.</param>
    public GroupedAppends(Func<IReadOnlyList<RepairEvent>, IReadOnlyList<string>> serialize, Func<Func<List<PendingAppend>>, Task> write)
    {
        (_serialize, _write) = (serialize, write);
        _writer = Task.Run(() => WriteAsync(_waiting.Reader));
    }

    /// <inheritdoc cref="IEventJournal.AppendAsync"/>
    public Task<IReadOnlyList<RecordedEvent>> AppendAsync(
        string incident, long expected, IReadOnlyList<RepairEvent> events, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(incident);
        ArgumentOutOfRangeException.ThrowIfNegative(expected);
        ArgumentNullException.ThrowIfNull(events);
        ArgumentOutOfRangeException.ThrowIfZero(events.Count, nameof(events));
        cancellationToken.ThrowIfCancellationRequested();
        var append = new PendingAppend(incident, expected, events, _serialize(events));
        ObjectDisposedException.ThrowIf(!_waiting.Writer.TryWrite(append), typeof(IEventJournal));
        return append.Durable.WaitAsync(cancellationToken);
    }

    /// <summary>Writes what was queued and stops.</summary>
    public async ValueTask DisposeAsync()
    {
        _waiting.Writer.TryComplete();
        await _writer;
    }

    private async Task WriteAsync(ChannelReader<PendingAppend> appends)
    {
        while (await appends.WaitToReadAsync())
        {
            await GatherAsync(appends);
            await _write(() => Take(appends));
        }
    }

    // Behind everything that the pool has to do already, and again while that brings more.
    private static async Task GatherAsync(ChannelReader<PendingAppend> appends)
    {
        for (var before = 0; appends.Count > before && before < LargestGroup;)
        {
            before = appends.Count;
            await PoolTurn.PassAsync();
        }
    }

    private static List<PendingAppend> Take(ChannelReader<PendingAppend> appends)
    {
        var group = new List<PendingAppend>();
        for (var text = 0; group.Count < LargestGroup && text < LargestText && appends.TryRead(out var append); text += append.Size)
        {
            group.Add(append);
        }

        return group;
    }
}
