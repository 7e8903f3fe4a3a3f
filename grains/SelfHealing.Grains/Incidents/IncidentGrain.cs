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
internal sealed class IncidentGrain(
    IEventJournal journal, StepRunner steps, CallClosing calls, TimeProvider time, IOptions<IncidentOptions> options, IOptions<BudgetOptions> budgets,
    ILogger<IncidentGrain> logger)
    : Grain, IIncidentGrain, IRemindable, IDisposable
{
    private const string Reminder = "drive";

    private readonly SemaphoreSlim _appending = new(1, 1);
    private readonly Watchers _watchers = new();
    private readonly CancellationTokenSource _leaving = new();
    private readonly IncidentPulse _pulse = new();
    private IncidentState _state = IncidentState.Unknown;
    private Task _driving = Task.CompletedTask;

    private string Id => this.GetPrimaryKeyString();

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        await foreach (var recorded in journal.ReadAsync(Id, after: 0, cancellationToken))
        {
            _state = _state.Apply(recorded);
        }
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        await _leaving.CancelAsync();
        _watchers.Complete();
        await _driving.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
    }

    public async Task SubmitAsync(IncidentReport report, CancellationToken cancellationToken)
    {
        if (_state.Report is { } known)
        {
            SameReport.ThrowIfAnother(Id, known, report);
        }
        else
        {
            budgets.Value.ThrowIfTooMuch(report);
            await AppendAsync([new Submitted(report)]);
        }

        await DriveAsync();
    }

    public async Task<bool> AdmitAsync(CancellationToken cancellationToken)
    {
        await DriveAsync();
        return !IncidentRules.IsAtRest(_state);
    }

    public async Task ResumeAsync(TimeSpan? budget, CancellationToken cancellationToken)
    {
        var report = Known();
        if (IncidentRules.CanResume(_state) && _driving.IsCompleted)
        {
            await AppendAsync([new Resumed(budget ?? report.Budget)]);
        }

        await DriveAsync();
    }

    public Task ApproveAsync(string by, string? comment, CancellationToken cancellationToken) => DecideAsync(new Approved(by, comment));

    public Task RejectAsync(string by, string? comment, CancellationToken cancellationToken) => DecideAsync(new Rejected(by, comment));

    public async Task CancelAsync(string by, CancellationToken cancellationToken)
    {
        Known();
        if (_state.End is null && _state.CancelledBy is null)
        {
            await AppendAsync([new CancelRequested(by)]);
        }

        await DriveAsync();
    }

    public async IAsyncEnumerable<IncidentSignal> WatchAsync(long after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Known();
        using var watcher = _watchers.Add();
        var seen = after;
        await foreach (var recorded in journal.ReadAsync(Id, after, cancellationToken))
        {
            seen = recorded.Sequence;
            yield return new EventSignal(recorded);
        }

        while (!(IncidentRules.IsAtRest(_state) && seen >= _state.Sequence) && await watcher.Signals.WaitToReadAsync(cancellationToken))
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

        if (IncidentRules.IsAtRest(_state) && seen >= _state.Sequence)
        {
            yield return new AtRestSignal();
        }
    }

    public Task<CallTerms> GetCallTermsAsync(string call, string digest)
    {
        var report = Known();
        return Task.FromResult(new CallTerms
        {
            Recorded = _state.Calls.Find(call, digest),
            Used = _state.Calls.Used,
            Replay = report.Replay,
            MaxCost = report.MaxCost,
            MaxTokens = report.MaxTokens,
            Deadline = _state.Deadline,
            IsOver = _state.End is not null || _state.CancelledBy is not null,
        });
    }

    public Task RecordCallAsync(ModelCall call)
    {
        Known();
        var isNothing = call is { Transcript: null, Cost: 0 };
        return AppendAsync(() => _state.Calls.Holds(call) || (isNothing && _state.End is not null) ? [] : [new ModelCalled(call)]);
    }

    public Task ReportProgressAsync(ProgressSignal progress)
    {
        _watchers.Tell(progress);
        return Task.CompletedTask;
    }

    public Task ReceiveReminder(string reminderName, TickStatus status) => options.Value.AutoResume ? DriveAsync() : Task.CompletedTask;

    public void Dispose()
    {
        _leaving.Dispose();
        _appending.Dispose();
    }

    private IncidentReport Known() => _state.Report ?? throw new IncidentException($"There is no incident {Id}. See the ones there are with `selfheal list`.");

    private async Task DecideAsync(RepairEvent decision)
    {
        Known();
        if (IncidentRules.WhyNotDecide(_state, decision) is { } refusal)
        {
            throw new IncidentException(refusal);
        }

        if (_state.IsWaitingForPerson)
        {
            await AppendAsync([decision]);
        }

        await DriveAsync();
    }

    private async Task DriveAsync()
    {
        if (!_driving.IsCompleted || IncidentRules.IsAtRest(_state))
        {
            return;
        }

        if (options.Value.AutoResume)
        {
            await this.RegisterOrUpdateReminder(Reminder, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(1));
        }

        if (_driving.IsCompleted)
        {
            DelayDeactivation(TimeSpan.FromDays(1));
            _driving = RunAsync();
        }
    }

    // Runs beside the grain's turns, on its scheduler.
    private async Task RunAsync()
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding | ConfigureAwaitOptions.ContinueOnCapturedContext);
        try
        {
            await new IncidentLoop(steps, time, options.Value, _pulse, AppendAsync).RunAsync(() => _state, _leaving.Token);
            await RestAsync();
        }
        catch (OperationCanceledException) when (_leaving.IsCancellationRequested)
        {
            logger.LogDebug("Incident {Incident} pauses: its silo is leaving.", Id);
        }
        catch (Exception e)
        {
            logger.LogError(e, "Incident {Incident} stopped; it goes on from its journal.", Id);
            _watchers.Complete();
            DeactivateOnIdle();
        }
    }

    private async Task RestAsync()
    {
        if (options.Value.AutoResume && await this.GetReminder(Reminder) is { } reminder)
        {
            await this.UnregisterReminder(reminder);
        }

        DelayDeactivation(TimeSpan.Zero);
    }

    private Task AppendAsync(IReadOnlyList<RepairEvent> events) => AppendAsync(() => events);

    // What is written is told once everything before it is written: only then is it known what changes nothing.
    private async Task AppendAsync(Func<IReadOnlyList<RepairEvent>> tell)
    {
        await _appending.WaitAsync();
        try
        {
            if (tell() is not { Count: > 0 } events)
            {
                return;
            }

            var appended = await journal.AppendAsync(Id, _state.Sequence, events, CancellationToken.None);
            _state = appended.Aggregate(_state, (state, recorded) => state.Apply(recorded));
            if (events.OfType<Closed>().Any())
            {
                // Before anybody is told of the end: a process may stop with it.
                await calls.CloseAsync(_state);
            }

            foreach (var recorded in appended)
            {
                _watchers.Tell(new EventSignal(recorded));
            }
        }
        finally
        {
            _appending.Release();
        }

        _pulse.Beat(_state.Sequence);
    }
}
