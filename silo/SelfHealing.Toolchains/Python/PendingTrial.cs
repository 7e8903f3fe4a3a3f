using SelfHealing.Repairs;

namespace SelfHealing.Toolchains.Python;

/// <summary>A patch that waits for its verdict, and how many searches wait with it.</summary>
internal sealed class PendingTrial(Patch patch)
{
    private const int Dropped = -1;

    private readonly TaskCompletionSource<CandidateVerdict> _verdict = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _waiting = 1;

    /// <summary>The change.</summary>
    public Patch Patch => patch;

    /// <summary>The verdict; its number means nothing.</summary>
    public Task<CandidateVerdict> Verdict => _verdict.Task;

    /// <summary>Equal for patches that make the same edits.</summary>
    public static string KeyOf(Patch patch) => string.Join('\0', patch.Edits.Select(e => $"{e.Path}\0{e.Start}\0{e.Length}\0{e.Replacement}"));

    /// <summary>One more search waits for it; false when it was dropped.</summary>
    public bool TryJoin()
    {
        while (Volatile.Read(ref _waiting) is var waiting and not Dropped)
        {
            if (Interlocked.CompareExchange(ref _waiting, waiting + 1, waiting) == waiting)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>A search that waited does not want it any more.</summary>
    public void Leave() => Interlocked.Decrement(ref _waiting);

    /// <summary>Drops it when nobody waits; false then.</summary>
    public bool TryBegin() => Interlocked.CompareExchange(ref _waiting, Dropped, 0) != 0;

    public void Complete(CandidateVerdict verdict) => _verdict.TrySetResult(verdict);

    public void Fail(Exception reason) => _verdict.TrySetException(reason);
}
