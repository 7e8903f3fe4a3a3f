using Microsoft.Extensions.Time.Testing;

namespace SelfHealing.Models.Tests.Chat;

/// <summary>A clock that is turned by hand and tells when somebody begins to wait, so that no test guesses.</summary>
internal sealed class WatchedTime : FakeTimeProvider
{
    private readonly Lock _gate = new();
    private readonly List<TimeSpan> _pauses = [];
    private readonly List<(int Count, TaskCompletionSource Reached)> _waiting = [];

    /// <summary>Waits that were longer than nothing and shorter than this are pauses; the rest are time-outs.</summary>
    public TimeSpan LongestPause { get; init; } = TimeSpan.FromSeconds(100);

    /// <summary>The pauses that somebody began, in order.</summary>
    public IReadOnlyList<TimeSpan> Pauses
    {
        get
        {
            lock (_gate)
            {
                return [.. _pauses];
            }
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        lock (_gate)
        {
            if (dueTime > TimeSpan.Zero && dueTime < LongestPause)
            {
                _pauses.Add(dueTime);
                foreach (var (count, reached) in _waiting)
                {
                    if (_pauses.Count >= count)
                    {
                        reached.TrySetResult();
                    }
                }
            }
        }

        return timer;
    }

    /// <summary>Ends when that many pauses have begun.</summary>
    public Task PausedAsync(int count)
    {
        lock (_gate)
        {
            if (_pauses.Count >= count)
            {
                return Task.CompletedTask;
            }

            var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Add((count, reached));
            return reached.Task.WaitAsync(TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Lets every pause pass until the work is done.</summary>
    public async Task PassAsync(Task work)
    {
        for (var count = 1; await Task.WhenAny(work, PausedAsync(count)) != work; count++)
        {
            Advance(Pauses[count - 1]);
        }
    }
}
