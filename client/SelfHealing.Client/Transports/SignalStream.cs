using System.Runtime.CompilerServices;
using SelfHealing.Incidents;

namespace SelfHealing.Client.Transports;

/// <summary>One stream of an incident's signals, which can be left while the next one is waited for.</summary>
/// <remarks>A stream to a silo that was killed ends only when calls to it time out. Who leaves it does not wait for that.</remarks>
internal sealed class SignalStream : IAsyncDisposable
{
    private readonly ITransport _transport;
    private readonly TimeProvider _time;
    private readonly CancellationToken _caller;
    private readonly CancellationTokenSource _leaving;
    private readonly IAsyncEnumerator<IncidentSignal> _signals;
    private Task<bool>? _next;

    public SignalStream(ITransport transport, string incident, long after, TimeProvider time, CancellationToken cancellationToken)
    {
        (_transport, _time, _caller) = (transport, time, cancellationToken);
        _leaving = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _signals = OpenAsync(incident, after, _leaving.Token).GetAsyncEnumerator(_leaving.Token);
    }

    /// <summary>The next signal; silence when none came in time, and asking again goes on waiting for it.</summary>
    public async Task<Heard> NextAsync(TimeSpan patience)
    {
        var next = _next ??= _signals.MoveNextAsync().AsTask();
        try
        {
            var isMore = await next.WaitAsync(patience, _time, _caller);
            _next = null;
            return new Heard(isMore ? _signals.Current : null, Broken: null, IsSilent: false);
        }
        catch (TimeoutException) when (!next.IsCompleted)
        {
            return new Heard(Signal: null, Broken: null, IsSilent: true);
        }
        catch (Exception e) when (_transport.IsLost(e))
        {
            return new Heard(Signal: null, e, IsSilent: false);
        }
    }

    public async ValueTask DisposeAsync()
    {
        var closing = CloseAsync();
        if (_next is null or { IsCompleted: true })
        {
            await closing;
        }
    }

    private async Task CloseAsync()
    {
        using (_leaving)
        {
            await _leaving.CancelAsync();
            await (_next as Task ?? Task.CompletedTask).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            try
            {
                await _signals.DisposeAsync();
            }
            catch (Exception e) when (_transport.IsLost(e) || e is OperationCanceledException)
            {
                // Nothing of it is wanted any more, and what it came from may be gone.
            }
        }
    }

    // Opened when it is first read: a silo that is away shows like one that goes away.
    private async IAsyncEnumerable<IncidentSignal> OpenAsync(string incident, long after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var signal in _transport.WatchAsync(incident, after, cancellationToken).WithCancellation(cancellationToken))
        {
            yield return signal;
        }
    }
}

/// <summary>What came of waiting for a signal.</summary>
/// <param name="Signal">The signal; null when the stream broke, was cut off, or is silent.</param>
/// <param name="Broken">Why it broke; null when it was cut off or goes on.</param>
/// <param name="IsSilent">True when it goes on and nothing came in time.</param>
internal readonly record struct Heard(IncidentSignal? Signal, Exception? Broken, bool IsSilent);
