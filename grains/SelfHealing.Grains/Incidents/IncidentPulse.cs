namespace SelfHealing.Grains.Incidents;

/// <summary>Wakes the loop when the incident's history grew behind its back: an approval, a cancellation.</summary>
internal sealed class IncidentPulse
{
    private TaskCompletionSource _next = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _latest;

    /// <summary>The history grew to <paramref name="sequence"/>.</summary>
    public void Beat(long sequence)
    {
        _latest = sequence;
        var beat = _next;
        _next = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        beat.SetResult();
    }

    /// <summary>Completes once the history is longer than <paramref name="sequence"/>.</summary>
    public Task After(long sequence) => _latest > sequence ? Task.CompletedTask : _next.Task;
}
