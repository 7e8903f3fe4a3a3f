namespace SelfHealing.Models.Chat.Limits;

/// <summary>The limits of one model, shared by all incidents of a silo: calls at once, requests and tokens a minute. Incidents that wait are served in turn.</summary>
internal sealed class FairLimiter(int callsAtOnce, int requestsPerMinute, int tokensPerMinute, TimeProvider time) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly FairTurns<Waiter> _waiting = new();
    private readonly Allowance _requests = new(requestsPerMinute, time);
    private readonly Allowance _tokens = new(tokensPerMinute, time);
    private int _free = callsAtOnce;
    private ITimer? _timer;

    /// <summary>Waits for its turn.</summary>
    /// <param name="incident">Who asks.</param>
    /// <param name="tokens">Tokens that the call uses at most, read and written.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The turn; ends when it is disposed of.</returns>
    public async Task<Turn> EnterAsync(string incident, long tokens, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var waiter = new Waiter(tokens);
        lock (_gate)
        {
            _waiting.Add(incident, waiter);
            Serve();
        }

        await using var registration = cancellationToken.Register(() => GiveUp(waiter, cancellationToken));
        await waiter.Granted.Task;
        return new Turn(this, tokens);
    }

    public void Dispose() => _timer?.Dispose();

    private void GiveUp(Waiter waiter, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (waiter.Granted.TrySetCanceled(cancellationToken))
            {
                _waiting.Remove(waiter);
                Serve();
            }
        }
    }

    private void Leave(long reserved, long used)
    {
        lock (_gate)
        {
            _free++;
            _tokens.Take(used - reserved);
            Serve();
        }
    }

    /// <summary>Lets in whoever may go. The first one holds up the others: a large call would starve if small ones went past it.</summary>
    private void Serve()
    {
        while (_free > 0 && !_waiting.IsEmpty)
        {
            var wait = Longer(_requests.Wait(1), _tokens.Wait(_waiting.Next.Tokens));
            if (wait > TimeSpan.Zero)
            {
                Wake(wait);
                return;
            }

            var next = _waiting.Take();
            if (next.Granted.TrySetResult())
            {
                _free--;
                _requests.Take(1);
                _tokens.Take(next.Tokens);
            }
        }
    }

    private void Wake(TimeSpan wait)
    {
        if (_timer is null)
        {
            _timer = time.CreateTimer(_ => Woken(), null, wait, Timeout.InfiniteTimeSpan);
        }
        else
        {
            _timer.Change(wait, Timeout.InfiniteTimeSpan);
        }
    }

    private void Woken()
    {
        lock (_gate)
        {
            Serve();
        }
    }

    private static TimeSpan Longer(TimeSpan one, TimeSpan other) => one > other ? one : other;

    private sealed record Waiter(long Tokens)
    {
        public TaskCompletionSource Granted { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    /// <summary>The right to make one call.</summary>
    internal sealed class Turn : IDisposable
    {
        private readonly FairLimiter _limiter;
        private readonly long _reserved;
        private int _left;

        internal Turn(FairLimiter limiter, long reserved) => (_limiter, _reserved, Used) = (limiter, reserved, reserved);

        /// <summary>Tokens that the call really used. The default value is what was asked for, as after a fault nobody knows.</summary>
        public long Used { get; set; }

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _left, 1) == 0)
            {
                _limiter.Leave(_reserved, Used);
            }
        }
    }
}
