using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace SelfHealing.Toolchains.Python;

/// <summary>Everything that is tried of one incident at one time: searches put patches in, and equal patches are tried once.</summary>
/// <remarks>Searches take turns, since each has only a few patches under way. One container works on them; where that is not enough, more do.</remarks>
internal sealed class Batch(Func<CancellationToken, Task<HarnessLease>> rent, TimeProvider time, CancellationToken stopping)
{
    /// <summary>Patches of one search that are under way: enough to keep a container busy, few enough to stay lazy.</summary>
    private const int Window = 16;

    /// <summary>How long a batch is left to the containers that it has before it gets one more.</summary>
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(4);

    private static readonly int _maxContainers = Math.Clamp(Environment.ProcessorCount, 1, 4);

    private readonly Channel<PendingTrial> _queue = Channel.CreateUnbounded<PendingTrial>();
    private readonly Lock _changing = new();
    private readonly Dictionary<string, PendingTrial> _known = new(StringComparer.Ordinal);
    private Exception? _fault;
    private int _searches;

    /// <summary>The work of the containers; it ends well after the last search has left.</summary>
    public Task Working { get; private set; } = Task.CompletedTask;

    /// <summary>One more search takes part; false when the batch has ended.</summary>
    public bool TryJoin()
    {
        lock (_changing)
        {
            if (_searches < 0 || _fault is not null)
            {
                return false;
            }

            _searches++;
            return true;
        }
    }

    /// <summary>A search has ended; with the last one the batch does.</summary>
    /// <returns>True for the last one.</returns>
    public bool Leave()
    {
        lock (_changing)
        {
            if (--_searches > 0)
            {
                return false;
            }

            _searches = -1;
            _queue.Writer.TryComplete();
            return true;
        }
    }

    /// <summary>The verdicts on one search's trials, in the trials' order.</summary>
    public async IAsyncEnumerable<CandidateVerdict> EvaluateAsync(IAsyncEnumerable<Trial> trials, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, stopping);
        var order = Channel.CreateBounded<(int Number, PendingTrial Trial)>(Window);
        var pull = PullAsync(trials, order.Writer, stop.Token);
        try
        {
            await foreach (var (number, trial) in order.Reader.ReadAllAsync(stop.Token))
            {
                CandidateVerdict verdict;
                try
                {
                    verdict = await trial.Verdict.WaitAsync(stop.Token);
                }
                finally
                {
                    trial.Leave();
                }

                yield return verdict with { Number = number };
            }

            await pull;
        }
        finally
        {
            await stop.CancelAsync();
            await pull.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            while (order.Reader.TryRead(out var left))
            {
                left.Trial.Leave();
            }
        }
    }

    private async Task PullAsync(IAsyncEnumerable<Trial> trials, ChannelWriter<(int Number, PendingTrial Trial)> order, CancellationToken cancellationToken)
    {
        try
        {
            await order.WaitToWriteAsync(cancellationToken);
            await foreach (var trial in trials.WithCancellation(cancellationToken))
            {
                order.TryWrite((trial.Number, Ask(trial)));
                await order.WaitToWriteAsync(cancellationToken);
            }
        }
        finally
        {
            order.TryComplete();
        }
    }

    private PendingTrial Ask(Trial trial)
    {
        var key = PendingTrial.KeyOf(trial.Patch);
        lock (_changing)
        {
            if (_fault is not null)
            {
                throw _fault;
            }

            if (!_known.TryGetValue(key, out var pending) || !pending.TryJoin())
            {
                pending = _known[key] = new PendingTrial(trial.Patch);
                _queue.Writer.TryWrite(pending);
            }

            // No container is started before there is something to judge.
            if (Working == Task.CompletedTask)
            {
                Working = WorkAsync();
            }

            return pending;
        }
    }

    private async Task WorkAsync()
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        List<Task> workers = [StartWorkerAsync(ended.Token)];
        try
        {
            while (workers.Count < _maxContainers && !await EndsSoonAsync(workers, ended.Token))
            {
                if (_queue.Reader.Count > 0)
                {
                    workers.Add(StartWorkerAsync(ended.Token));
                }
            }

            while (workers.Count > 0)
            {
                var worker = await Task.WhenAny(workers);
                workers.Remove(worker);
                await worker;
            }
        }
        catch (Exception e)
        {
            Fail(e);
        }
        finally
        {
            await ended.CancelAsync();
            await Task.WhenAll(workers).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task StartWorkerAsync(CancellationToken cancellationToken)
    {
        using var worker = new BatchWorker(_queue.Reader, rent);
        await worker.RunAsync(cancellationToken);
    }

    private async Task<bool> EndsSoonAsync(List<Task> workers, CancellationToken cancellationToken)
    {
        var patience = Task.Delay(_patience, time, cancellationToken);
        return await Task.WhenAny([.. workers, patience]) != patience;
    }

    private void Fail(Exception reason)
    {
        lock (_changing)
        {
            _fault = reason;
            foreach (var pending in _known.Values)
            {
                pending.Fail(reason);
            }
        }
    }
}
