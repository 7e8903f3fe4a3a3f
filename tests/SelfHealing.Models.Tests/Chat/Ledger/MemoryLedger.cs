using System.Collections.Concurrent;

namespace SelfHealing.Models.Tests.Chat.Ledger;

/// <summary>A ledger that lives as long as the test, with the real one's rules.</summary>
internal sealed class MemoryLedger : ICallLedger
{
    private readonly ConcurrentDictionary<string, (ModelCall Call, RecordedReply? Reply)> _records = new(StringComparer.Ordinal);

    /// <summary>What was recorded, in the order of ids.</summary>
    public IReadOnlyList<ModelCall> Calls => [.. _records.Values.Select(r => r.Call).OrderBy(c => c.Id, StringComparer.Ordinal)];

    /// <summary>What is reserved and not settled.</summary>
    public ConcurrentDictionary<string, CallUse> Reserved { get; } = new(StringComparer.Ordinal);

    /// <summary>What calls that nobody waited for were settled with.</summary>
    public ConcurrentDictionary<string, CallUse> Settled { get; } = new(StringComparer.Ordinal);

    /// <summary>Refuses every call when it is set.</summary>
    public string? Refusal { get; set; }

    public RecordedReply ReplyOf(string id) => _records[id].Reply!;

    /// <summary>Keeps these records only, as a crash would.</summary>
    public void Forget(params string[] ids)
    {
        foreach (var id in ids)
        {
            _records.TryRemove(id, out _);
        }
    }

    public Task<RecordedReply?> FindAsync(CallKey call, CancellationToken cancellationToken) =>
        Task.FromResult(_records.TryGetValue(call.Id, out var record) && record.Call.Digest == call.Digest ? record.Reply : null);

    public Task ReserveAsync(CallKey call, CallUse most, CancellationToken cancellationToken)
    {
        Reserved[call.Id] = Refusal is { } refusal ? throw new ModelException(ModelFault.OutOfBudget, refusal) : most;
        return Task.CompletedTask;
    }

    public Task SettleAsync(CallKey call, CallUse used, CancellationToken cancellationToken)
    {
        Reserved.TryRemove(call.Id, out _);
        Settled[call.Id] = used;
        return Task.CompletedTask;
    }

    public Task RecordAsync(CallKey call, ModelCall made, RecordedReply? reply, CancellationToken cancellationToken)
    {
        Reserved.TryRemove(call.Id, out _);
        if (!_records.TryGetValue(call.Id, out var known) || known.Reply is null || known.Call.Digest != call.Digest)
        {
            _records[call.Id] = (made, reply);
        }

        return Task.CompletedTask;
    }
}
