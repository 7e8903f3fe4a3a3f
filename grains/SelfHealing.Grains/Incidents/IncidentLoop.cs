using SelfHealing.Incidents;
using SelfHealing.Repair.Incidents;
using SelfHealing.Storage;

namespace SelfHealing.Grains.Incidents;

/// <summary>The loop of one incident: as many steps at once as may run. Each append holds results, what follows from them, and the next intents.</summary>
internal sealed class IncidentLoop(StepRunner steps, TimeProvider time, IncidentOptions options, IncidentPulse pulse, IncidentRecord record, string silo)
{
    private static readonly TimeSpan FirstAppendDelay = TimeSpan.FromMilliseconds(200);
    private const int AppendAttempts = 8;

    private readonly Dictionary<string, RunningStep> _running = new(StringComparer.Ordinal);
    private readonly List<Task> _stopping = [];

    private IncidentState State => record.State;

    /// <summary>Runs until nothing may run any more: the incident ended, or waits for a person.</summary>
    public async Task RunAsync(CancellationToken leaving)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(leaving);
        var deadline = DeadlineAsync(stop.Token);
        try
        {
            IReadOnlyList<StepResult> results = [.. IncidentRules.Interrupted(State).OfType<StepFailed>().Select(f => new StepResult(f.Step, f))];
            while (true)
            {
                leaving.ThrowIfCancellationRequested();
                var turn = await WriteAsync(results, stop.Token, leaving);
                StopDecided();
                if (_running.Count == 0 || State.End is not null)
                {
                    return;
                }

                results = turn.IsEnding ? await StoppedAsync(stop) : await WaitAsync(turn.Sequence, deadline, stop);
            }
        }
        finally
        {
            await StopAllAsync(stop);
        }
    }

    private async Task<IncidentTurn> WriteAsync(IReadOnlyList<StepResult> results, CancellationToken stop, CancellationToken leaving)
    {
        IncidentTurn? turn = null;
        for (var attempt = 1; turn is null; attempt++)
        {
            try
            {
                await record.AppendAsync(() => (turn = Turn(results)).Events);
            }
            catch (Exception e) when (e is not JournalConflictException && options.AutoResume && attempt < AppendAttempts)
            {
                // What was found out is not thrown away because the database restarts.
                turn = null;
                await Task.Delay(FirstAppendDelay * Math.Pow(2, attempt - 1), time, leaving);
            }
        }

        foreach (var step in turn.Started)
        {
            var own = CancellationTokenSource.CreateLinkedTokenSource(stop);
            _running[step.Id] = new RunningStep(AttemptAsync(step, State, own.Token), own);
        }

        return turn;
    }

    // What has ended already was written by an append that seemed to fail.
    private IncidentTurn Turn(IReadOnlyList<StepResult> results) => IncidentTurn.After(
        State,
        [.. results.Where(r => State.End is null && State.Steps.GetValueOrDefault(r.Step)?.EndedAt is null).Select(r => r.Event)],
        _running.Keys, steps.AtOnce, silo, time.GetUtcNow());

    private async Task<RepairEvent> AttemptAsync(Step step, IncidentState state, CancellationToken stop)
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding | ConfigureAwaitOptions.ContinueOnCapturedContext);
        var attempt = state.AttemptsOf(step.Id);
        if (attempt > 1)
        {
            await Task.Delay(options.RetryDelay * Math.Pow(2, attempt - 2), time, stop);
        }

        try
        {
            return await LostSilos.OutliveAsync(step, attempt, () => steps.RunAsync(step, state, stop), time, stop);
        }
        catch (Exception e) when (!stop.IsCancellationRequested)
        {
            return StepFailures.Of(step, attempt, e);
        }
    }

    // While the loop runs nothing moves it: only what is at rest is admitted or resumed.
    private Task DeadlineAsync(CancellationToken stop)
    {
        var left = State.Deadline - time.GetUtcNow();
        return Task.Delay(left > TimeSpan.Zero ? left : TimeSpan.Zero, time, stop);
    }

    // Waits for a step, for something that a person did, or for the end of the budget, and tells what came.
    private async Task<IReadOnlyList<StepResult>> WaitAsync(long known, Task deadline, CancellationTokenSource stop)
    {
        await Task.WhenAny([.. _running.Values.Select(r => r.Result), pulse.After(known), deadline]);
        if (_running.Count > 1)
        {
            // Steps that started together often end together: behind what the pool has to do already, their results share one append.
            await Task.Factory.StartNew(static () => { }, CancellationToken.None, TaskCreationOptions.PreferFairness, TaskScheduler.Default);
        }

        stop.Token.ThrowIfCancellationRequested();
        if (Finished() is { Count: > 0 } finished)
        {
            return finished;
        }

        if (!deadline.IsCompleted)
        {
            return [];
        }

        var timedOut = new Closed(IncidentStatus.TimedOut, IncidentRules.OutOfTime(State));
        await StopAllAsync(stop);
        return [new StepResult("close", timedOut)];
    }

    private List<StepResult> Finished()
    {
        var finished = new List<StepResult>();
        foreach (var (id, step) in _running.Where(r => r.Value.Result.IsCompleted).ToList())
        {
            _running.Remove(id);
            finished.Add(new StepResult(id, step.Result.GetAwaiter().GetResult()));
            step.Stop.Dispose();
        }

        return finished;
    }

    // What the workflow decided while it ran needs no answer any more: its event is written already.
    private void StopDecided()
    {
        foreach (var (id, step) in _running.Where(r => State.Steps.GetValueOrDefault(r.Key)?.EndedAt is not null).ToList())
        {
            _running.Remove(id);
            _stopping.Add(step.StopAsync());
        }
    }

    private async Task<IReadOnlyList<StepResult>> StoppedAsync(CancellationTokenSource stop)
    {
        await StopAllAsync(stop);
        return [];
    }

    private async Task StopAllAsync(CancellationTokenSource stop)
    {
        await stop.CancelAsync();
        await Task.WhenAll([.. _running.Values.Select(r => r.StopAsync()), .. _stopping]);
        _running.Clear();
        _stopping.Clear();
    }

    private readonly record struct StepResult(string Step, RepairEvent Event);

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
