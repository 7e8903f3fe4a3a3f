using SelfHealing.Incidents;
using SelfHealing.Repair.Incidents;

namespace SelfHealing.Grains.Incidents;

/// <summary>The loop of one incident: as many steps at once as may run, each one's intent before it and its result after it.</summary>
internal sealed class IncidentLoop(
    StepRunner steps, TimeProvider time, IncidentOptions options, IncidentPulse pulse, Func<IReadOnlyList<RepairEvent>, Task> append)
{
    private readonly Dictionary<string, RunningStep> _running = new(StringComparer.Ordinal);
    private readonly List<Task> _stopping = [];

    /// <summary>Runs until nothing may run any more: the incident ended, or waits for a person.</summary>
    public async Task RunAsync(Func<IncidentState> state, CancellationToken leaving)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(leaving);
        try
        {
            await WriteAsync(IncidentRules.Interrupted(state()));
            while (true)
            {
                leaving.ThrowIfCancellationRequested();
                var runnable = IncidentWorkflow.Runnable(state());
                if (runnable.OfType<Decision>().Select(d => d.Event).ToList() is { Count: > 0 } decided)
                {
                    await DrainAsync(decided, stop);
                    await append(decided);
                    StopDecided(state());
                }
                else if (runnable.Count == 0 && _running.Count == 0)
                {
                    return;
                }
                else
                {
                    await StartAsync(state(), runnable, stop.Token);
                    await WaitAsync(state(), stop);
                }
            }
        }
        finally
        {
            await StopAllAsync(stop);
        }
    }

    private Task WriteAsync(IReadOnlyList<RepairEvent> events) => events.Count > 0 ? append(events) : Task.CompletedTask;

    private async Task StartAsync(IncidentState state, IReadOnlyList<Step> runnable, CancellationToken stop)
    {
        var fresh = runnable.Where(s => !_running.ContainsKey(s.Id)).ToList();
        await WriteAsync([.. fresh.Select(s => new StepStarted(s.Id, state.AttemptsOf(s.Id) + 1))]);
        foreach (var step in fresh)
        {
            var own = CancellationTokenSource.CreateLinkedTokenSource(stop);
            _running[step.Id] = new RunningStep(AttemptAsync(step, state, state.AttemptsOf(step.Id) + 1, own.Token), own);
        }
    }

    private async Task<RepairEvent> AttemptAsync(Step step, IncidentState state, int attempt, CancellationToken stop)
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding | ConfigureAwaitOptions.ContinueOnCapturedContext);
        if (attempt > 1)
        {
            await Task.Delay(options.RetryDelay * Math.Pow(2, attempt - 2), time, stop);
        }

        try
        {
            return await steps.RunAsync(step, state, stop);
        }
        catch (Exception e) when (!stop.IsCancellationRequested)
        {
            return StepFailures.Of(step, attempt, e);
        }
    }

    // Waits for a step, for something that a person did, or for the end of the budget, and writes what came.
    private async Task WaitAsync(IncidentState state, CancellationTokenSource stop)
    {
        var left = state.Deadline - time.GetUtcNow();
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(stop.Token);
        var deadline = Task.Delay(left > TimeSpan.Zero ? left : TimeSpan.Zero, time, waiting.Token);
        var beat = pulse.After(state.Sequence);
        await Task.WhenAny([.. _running.Values.Select(r => r.Result), beat, deadline]);
        stop.Token.ThrowIfCancellationRequested();
        var finished = Finished();
        if (finished.Count == 0 && deadline.IsCompleted)
        {
            List<RepairEvent> timedOut = [new Closed(IncidentStatus.TimedOut, IncidentRules.OutOfTime(state))];
            await DrainAsync(timedOut, stop);
            await append(timedOut);
        }

        await waiting.CancelAsync();
        await WriteAsync(finished);
    }

    private List<RepairEvent> Finished()
    {
        var finished = new List<RepairEvent>();
        foreach (var (id, step) in _running.Where(r => r.Value.Result.IsCompleted).ToList())
        {
            _running.Remove(id);
            finished.Add(step.Result.GetAwaiter().GetResult());
            step.Stop.Dispose();
        }

        return finished;
    }

    // What the workflow decided while it ran needs no answer any more: its event is written already.
    private void StopDecided(IncidentState state)
    {
        foreach (var (id, step) in _running.Where(r => state.Steps.GetValueOrDefault(r.Key)?.EndedAt is not null).ToList())
        {
            _running.Remove(id);
            _stopping.Add(step.StopAsync());
        }
    }

    // An end stops what still runs; any other decision has nothing running beside it but what it stops.
    private async Task DrainAsync(List<RepairEvent> decided, CancellationTokenSource stop)
    {
        if (_running.Count > 0 && decided.OfType<Closed>().Any())
        {
            await StopAllAsync(stop);
        }
    }

    private async Task StopAllAsync(CancellationTokenSource stop)
    {
        await stop.CancelAsync();
        await Task.WhenAll([.. _running.Values.Select(r => r.StopAsync()), .. _stopping]);
        _running.Clear();
        _stopping.Clear();
    }

    /// <summary>A step under way, which can be stopped without the others.</summary>
    private sealed record RunningStep(Task<RepairEvent> Result, CancellationTokenSource Stop)
    {
        public async Task StopAsync()
        {
            await Stop.CancelAsync();
            await ((Task)Result).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
            Stop.Dispose();
        }
    }
}
