using System.Collections.Immutable;
using SelfHealing.Models;

namespace SelfHealing.Repair.Calls;

/// <summary>The calls of one incident: what each used, and which need not be made again.</summary>
public sealed record CallHistory
{
    /// <summary>An incident that called no model.</summary>
    public static CallHistory None { get; } = new();

    /// <summary>The last call under each id.</summary>
    public ImmutableDictionary<string, ModelCall> Latest { get; init; } = ImmutableDictionary<string, ModelCall>.Empty;

    /// <summary>Sums by model.</summary>
    public ImmutableSortedDictionary<string, CallTotals> ByModel { get; init; } = ImmutableSortedDictionary.Create<string, CallTotals>(StringComparer.Ordinal);

    /// <summary>What was used of the budgets.</summary>
    public CallUse Used { get; init; } = new(0, 0);

    /// <summary>Sums over all models.</summary>
    public CallTotals Total => ByModel.Values.Aggregate(CallTotals.None, (sum, model) => sum.Plus(model));

    /// <summary>The history with one more call.</summary>
    public CallHistory With(ModelCall call)
    {
        ArgumentNullException.ThrowIfNull(call);
        return this with
        {
            Latest = Latest.SetItem(call.Id, call),
            ByModel = ByModel.SetItem(call.Model, ByModel.GetValueOrDefault(call.Model, CallTotals.None).Plus(call)),
            Used = call.WasReplayed ? Used : new CallUse(Used.Tokens + call.InputTokens + call.OutputTokens, Used.Cost + call.Cost),
        };
    }

    /// <summary>The recorded call with a reply to exactly this; null when it has to be made. A reply that was of no use is the reply nevertheless.</summary>
    public ModelCall? Find(string id, string digest) =>
        Latest.GetValueOrDefault(id) is { Transcript: not null } call && call.Digest == digest ? call : null;

    /// <summary>Whether recording a call would change nothing: it has its reply already, or was told before.</summary>
    public bool Holds(ModelCall call)
    {
        ArgumentNullException.ThrowIfNull(call);
        return Latest.GetValueOrDefault(call.Id) is { } known && (known == call || (known.Transcript is not null && known.Digest == call.Digest));
    }
}
