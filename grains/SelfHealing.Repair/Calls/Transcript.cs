using SelfHealing.Models;

namespace SelfHealing.Repair.Calls;

/// <summary>Recorded calls that answer the same calls again.</summary>
public sealed class Transcript
{
    private readonly ILookup<(string Model, string Digest), RecordedCall> _calls;

    /// <summary>A transcript of these calls, in the order in which they were recorded.</summary>
    public Transcript(IEnumerable<RecordedCall> calls)
    {
        // A call that was made again after a fault is answered by what came in the end.
        _calls = calls.GroupBy(c => (c.Call.Id, c.Call.Digest)).Select(again => again.Last()).ToLookup(c => (c.Call.Model, c.Call.Digest));
    }

    /// <summary>The recorded call that is identical; null when there is none.</summary>
    /// <remarks>Several samples of one prompt are identical calls: each number gets its own reply, and a number that was not recorded gets them in turn.</remarks>
    public RecordedCall? Find(CallKey call)
    {
        ArgumentNullException.ThrowIfNull(call);
        var identical = _calls[(call.Model, call.Digest)].ToList();
        return identical.Find(c => c.Call.Id == call.Id) ?? (identical.Count > 0 ? identical[(call.Number - 1) % identical.Count] : null);
    }
}
