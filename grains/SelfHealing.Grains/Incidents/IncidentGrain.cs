using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SelfHealing.Grains.Budgets;
using SelfHealing.Grains.Calls;
using SelfHealing.Incidents;
using SelfHealing.Models;
using SelfHealing.Repair.Incidents;
using SelfHealing.Storage;

namespace SelfHealing.Grains.Incidents;

/// <summary>Drives one incident: takes what is runnable, writes the intent, lets an agent do it, writes the result, and again.</summary>
internal sealed class IncidentGrain : Grain, IIncidentGrain, IDisposable
{
    // A step that does not stop when it is asked to is repeated elsewhere all the same.
    private static readonly TimeSpan s_stopPatience = TimeSpan.FromSeconds(5);

    private readonly Watchers _watchers = new();
    private readonly CancellationTokenSource _leaving = new();
    private readonly IncidentPulse _pulse = new();
    private readonly IncidentRecord _record;
    private readonly IncidentEntrance _entrance;
    private readonly IEventJournal _journal;
    private readonly StepRunner _steps;
    private readonly TimeProvider _time;
    private readonly IncidentOptions _options;
    private readonly BudgetOptions _budgets;
    private readonly string _silo;
    private readonly ILogger<IncidentGrain> _logger;
    private Task _driving = Task.CompletedTask;
    private bool _isLost;

    public IncidentGrain(
        IEventJournal journal, StepRunner steps, CallClosing calls, TimeProvider time, IOptions<IncidentOptions> options, IOptions<BudgetOptions> budgets,
        ILocalSiloDetails silo, ILogger<IncidentGrain> logger)
    {
        (_journal, _steps, _time, _options, _budgets, _silo, _logger) = (journal, steps, time, options.Value, budgets.Value, silo.Name, logger);
        _record = new IncidentRecord(this.GetPrimaryKeyString(), journal, calls, _watchers, _pulse, time);
        _entrance = new IncidentEntrance(GrainFactory, _record, time);
    }

    private string Id => this.GetPrimaryKeyString();

    private IncidentState State => _record.State;

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        var isDriven = !_driving.IsCompleted;
        await _leaving.CancelAsync();
        await _driving.WaitAsync(s_stopPatience, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        if (isDriven && !_isLost)
        {
            await HandOverAsync();
        }

        _watchers.Complete();
    }

    public async Task SubmitAsync(IncidentReport report, CancellationToken cancellationToken)
    {
        if ((ReportRules.WhyNotAccepted(report) ?? _budgets.WhyTooMuch(report)) is { } why)
        {
            await _record.ReadAsync(cancellationToken);
            if (State.Report is null)
            {
                throw new IncidentException(why);
            }
        }

        var begun = State.Report is null ? await EnterAsync(report, cancellationToken) : null;
        SameReport.ThrowIfAnother(Id, State.Report!, report);
        Drive(begun);
    }

    public async Task<bool> AdmitAsync(CancellationToken cancellationToken)
    {
        IncidentTurn? begun = null;
        await _record.AppendAsync(() => State.IsQueued ? (begun = Loop().Begin([new Admitted()])).Events : []);
        Drive(begun);
        return !IncidentRules.IsAtRest(State);
    }

    public async Task<bool> IsOpenAsync()
    {
        await _record.ReadAsync(CancellationToken.None);
        return State is { Report: not null, End: null };
    }

    public async Task ResumeAsync(TimeSpan? budget, CancellationToken cancellationToken)
    {
        var report = await KnownAsync(cancellationToken);
        IncidentTurn? begun = null;
        if (State.IsQueued)
        {
            begun = await EnterAsync(report, cancellationToken);
        }
        else if (IncidentRules.CanResume(State) && _driving.IsCompleted)
        {
            await _record.AppendAsync(new Resumed(budget ?? report.Budget));
            await _entrance.ReturnAsync();
        }

        Drive(begun);
    }

    public Task ApproveAsync(string by, string? comment, CancellationToken cancellationToken) => DecideAsync(new Approved(by, comment), cancellationToken);

    public Task RejectAsync(string by, string? comment, CancellationToken cancellationToken) => DecideAsync(new Rejected(by, comment), cancellationToken);

    public async Task CancelAsync(string by, CancellationToken cancellationToken)
    {
        await KnownAsync(cancellationToken);
        await _record.AppendAsync(() => State is { End: null, CancelledBy: null } ? [new CancelRequested(by)] : []);
        Drive();
    }

    public async IAsyncEnumerable<IncidentSignal> WatchAsync(long after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await KnownAsync(cancellationToken);
        using var watcher = _watchers.Add(LetGo);
        var seen = after;
        if (after < State.Sequence)
        {
            await foreach (var recorded in _journal.ReadAsync(Id, after, cancellationToken))
            {
                seen = recorded.Sequence;
                yield return new EventSignal(recorded);
            }
        }

        while (!(IncidentRules.IsAtRest(State) && seen >= State.Sequence) && await watcher.Signals.WaitToReadAsync(cancellationToken))
        {
            while (watcher.Signals.TryRead(out var signal))
            {
                if (signal is EventSignal { Recorded.Sequence: var sequence })
                {
                    if (sequence <= seen)
                    {
                        continue;
                    }

                    seen = sequence;
                }

                yield return signal;
            }
        }

        if (IncidentRules.IsAtRest(State) && seen >= State.Sequence)
        {
            yield return new AtRestSignal();
        }
    }

    public async Task<CallTerms> GetCallTermsAsync(string call, string digest)
    {
        var report = await KnownAsync(CancellationToken.None);
        return new CallTerms
        {
            Recorded = State.Calls.Find(call, digest),
            Used = State.Calls.Used,
            Replay = report.Replay,
            MaxCost = report.MaxCost,
            MaxTokens = report.MaxTokens,
            Deadline = State.Deadline,
            IsOver = State.End is not null || State.CancelledBy is not null,
        };
    }

    public async Task RecordCallAsync(ModelCall call)
    {
        await KnownAsync(CancellationToken.None);
        var isNothing = call is { Transcript: null, Cost: 0 };
        await _record.AppendAsync(() => State.Calls.Holds(call) || (isNothing && State.End is not null) ? [] : [new ModelCalled(call)]);
    }

    public Task ReportProgressAsync(ProgressSignal progress)
    {
        _watchers.Tell(progress);
        return Task.CompletedTask;
    }

    public void Dispose()
    {
        _leaving.Dispose();
        _record.Dispose();
    }

    private async Task<IncidentReport> KnownAsync(CancellationToken cancellationToken)
    {
        await _record.ReadAsync(cancellationToken);
        if (State.Report is { } report)
        {
            return report;
        }

        LetGo();
        throw new IncidentException($"There is no incident {Id}. See the ones there are with `selfheal list`.");
    }

    private async Task DecideAsync(RepairEvent decision, CancellationToken cancellationToken)
    {
        await KnownAsync(cancellationToken);
        if (IncidentRules.WhyNotDecide(State, decision) is { } refusal)
        {
            throw new IncidentException(refusal);
        }

        if (State.IsWaitingForPerson)
        {
            await _record.AppendAsync(() => State.IsWaitingForPerson ? [decision] : []);
            await _entrance.ReturnAsync();
        }

        Drive();
    }

    private IncidentLoop Loop() => new(_steps, _time, _options, _pulse, _record, _silo);

    private async Task<IncidentTurn?> EnterAsync(IncidentReport report, CancellationToken cancellationToken)
    {
        IncidentTurn? begun = null;
        return await _entrance.EnterAsync(Id, report, events => (begun = Loop().Begin(events)).Events, cancellationToken) ? begun : null;
    }

    private void Drive(IncidentTurn? begun = null)
    {
        // What ended as it began had a place all the same, which is given back.
        var endedAtOnce = begun is not null && State is { End: not null, DuplicateOf: null };
        if (State.IsQueued || (IncidentRules.IsAtRest(State) && !endedAtOnce))
        {
            LetGo();
        }
        else if (_driving.IsCompleted)
        {
            DelayDeactivation(TimeSpan.FromDays(1));
            _driving = RunAsync(begun);
        }
    }

    // Runs beside the grain's turns, on its scheduler.
    private async Task RunAsync(IncidentTurn? begun)
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding | ConfigureAwaitOptions.ContinueOnCapturedContext);
        try
        {
            await RunToRestAsync(begun);
        }
        catch (OperationCanceledException) when (_leaving.IsCancellationRequested)
        {
            _logger.LogDebug("Incident {Incident} pauses: its silo is leaving.", Id);
        }
        catch (Exception e)
        {
            _logger.LogError(e, "Incident {Incident} stopped; it goes on from its journal.", Id);
            await StopAsync(e);
        }
    }

    private async Task RunToRestAsync(IncidentTurn? begun)
    {
        await Loop().RunAsync(begun, _leaving.Token);
        await _entrance.LeaveAsync();
        while (!IncidentRules.IsAtRest(State))
        {
            // Somebody decided while the place was given back.
            await _entrance.ReturnAsync();
            await Loop().RunAsync(begun: null, _leaving.Token);
            await _entrance.LeaveAsync();
        }

        _steps.Confirm(State);
        DelayDeactivation(TimeSpan.Zero);
        if (!_watchers.Any)
        {
            DeactivateOnIdle();
        }
    }

    // Nothing that this activation knows is trusted any more: the next one reads the journal.
    private async Task StopAsync(Exception e)
    {
        _isLost = true;
        if (e is not JournalConflictException)
        {
            var why = $"What came of the step could not be recorded: {e.Message} Look at the log of the silo {_silo}, then go on with `selfheal resume {Id}`.";
            await _record.AppendAsync(() => IncidentRules.Interrupted(State, why))
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        }

        _watchers.Complete();
        DeactivateOnIdle();
        Touch();
    }

    private async Task HandOverAsync()
    {
        try
        {
            await _record.AppendAsync(() => IncidentRules.IsInterrupted(State) ? [new HandedOver(_silo)] : []);
        }
        catch (Exception e)
        {
            _logger.LogWarning(e, "Incident {Incident} could not be handed over in good order; it goes on from its journal.", Id);
        }

        Touch();
    }

    private void Touch()
    {
        if (_options.AutoResume)
        {
            _entrance.HandOver();
        }
    }

    // What waits for its turn or for a person, or has ended, costs no memory when nobody looks at it.
    private void LetGo()
    {
        if (_driving.IsCompleted && !_watchers.Any && (State.IsQueued || IncidentRules.IsAtRest(State)))
        {
            DeactivateOnIdle();
        }
    }
}
