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

    /// <summary>What is written together with an incident's first events, so that its first step needs no append of its own. Nothing runs yet.</summary>
    /// <param name="events">What lets it begin.</param>
    public IncidentTurn Begin(IReadOnlyList<RepairEvent> events) => IncidentTurn.After(State, events, [], steps.AtOnce, silo, time.GetUtcNow());

    /// <summary>Runs until nothing may run any more: the incident ended, or waits for a person.</summary>
    /// <param name="begun">A turn that is written and whose steps nobody has started; null for an incident that may have been interrupted.</param>
    /// <param name="leaving">Stops it where it is.</param>
    public async Task RunAsync(IncidentTurn? begun, CancellationToken leaving)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(leaving);
        var deadline = DeadlineAsync(stop.Token);
        try
        {
            var turn = begun ?? await WriteAsync([.. IncidentRules.Interrupted(State).OfType<StepFailed>().Select(f => new StepResult(f.Step, [f]))], leaving);
            while (true)
            {
                Start(turn.Started, stop.Token);
                StopDecided();
                if (_running.Count == 0 || State.End is not null)
                {
                    return;
                }

                var results = turn.IsEnding ? await StoppedAsync(stop) : await WaitAsync(turn.Sequence, deadline, stop);
                turn = await WriteAsync(results, leaving);
            }
        }
        finally
        {
            await StopAllAsync(stop);
        }
    }

    private async Task<IncidentTurn> WriteAsync(IReadOnlyList<StepResult> results, CancellationToken leaving)
    {
        leaving.ThrowIfCancellationRequested();
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

        return turn;
    }

    private void Start(IReadOnlyList<Step> fresh, CancellationToken stop)
    {
        foreach (var step in fresh)
        {
            var own = CancellationTokenSource.CreateLinkedTokenSource(stop);
            _running[step.Id] = new RunningStep(AttemptAsync(step, State, own.Token), own, step.IsLookup);
        }
    }

    // What has ended already was written by an append that seemed to fail.
    private IncidentTurn Turn(IReadOnlyList<StepResult> results) => IncidentTurn.After(
        State,
        [.. results.Where(r => State.End is null && State.Steps.GetValueOrDefault(r.Step)?.EndedAt is null).SelectMany(r => r.Events)],
        _running.Keys, steps.AtOnce, silo, time.GetUtcNow());

    private async Task<IReadOnlyList<RepairEvent>> AttemptAsync(Step step, IncidentState state, CancellationToken stop)
    {
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
            return [StepFailures.Of(step, attempt, e)];
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
        var awaited = _running.Values.Where(r => !r.IsLookup || _running.Values.All(other => other.IsLookup));
        await Task.WhenAny([.. awaited.Select(r => r.Result), pulse.After(known), deadline]);
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
        return [new StepResult("close", [timedOut])];
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

    private readonly record struct StepResult(string Step, IReadOnlyList<RepairEvent> Events);

    /// <summary>A step under way, which can be stopped without the others.</summary>
    private sealed record RunningStep(Task<IReadOnlyList<RepairEvent>> Result, CancellationTokenSource Stop, bool IsLookup)
    {
        public async Task StopAsync()
        {
            await Stop.CancelAsync();
            await ((Task)Result).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
            Stop.Dispose();
        }
    }
}
