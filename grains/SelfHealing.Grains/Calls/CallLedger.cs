using Microsoft.Extensions.Options;
using SelfHealing.Budgets;
using SelfHealing.Grains.Budgets;
using SelfHealing.Incidents;
using SelfHealing.Models;

namespace SelfHealing.Grains.Calls;

/// <summary>Reserves calls with the tenant's budget and records them in their incident.</summary>
/// <remarks>The incident's event is written before its reservation is settled: a crash in between leaves a reservation that the recorded call settles when it is found.</remarks>
internal sealed class CallLedger(
    IGrainFactory grains, Transcripts transcripts, IOptionsMonitor<BudgetOptions> budgets, IOptionsMonitor<CallOptions> options, TimeProvider time) : ICallLedger
{
    public async Task<RecordedReply?> FindAsync(CallKey call, CancellationToken cancellationToken)
    {
        var terms = await Incident(call).GetCallTermsAsync(call.Id, call.Digest);
        if (terms.Recorded is { Transcript: { } kept } recorded && await transcripts.FindAsync(kept, cancellationToken) is { Reply: { } reply })
        {
            await Budget(call).SettleAsync(call, Used(recorded), cancellationToken);
            return reply;
        }

        return terms.Replay is { } replay ? await ReplayAsync(call, replay, cancellationToken) : null;
    }

    public async Task ReserveAsync(CallKey call, CallUse most, CancellationToken cancellationToken)
    {
        var terms = await Incident(call).GetCallTermsAsync(call.Id, call.Digest);
        if (terms.IsOver || terms.Deadline <= time.GetUtcNow())
        {
            throw new ModelException(
                ModelFault.OutOfBudget,
                $"The model '{call.Model}' was not asked: the {(terms.IsOver ? "incident" : "wall-clock budget of the incident")} {call.Incident} has ended.");
        }

        if (await Budget(call).ReserveAsync(call, most, budgets.CurrentValue.Of(terms), terms.Used, cancellationToken) is { } refusal)
        {
            throw new ModelException(ModelFault.OutOfBudget, $"The model '{call.Model}' was not asked. {refusal}");
        }
    }

    public Task SettleAsync(CallKey call, CallUse used, CancellationToken cancellationToken) => Budget(call).SettleAsync(call, used, cancellationToken);

    public async Task RecordAsync(CallKey call, ModelCall made, RecordedReply? reply, CancellationToken cancellationToken)
    {
        var kept = reply is null || options.CurrentValue.KeepContent ? reply : reply with { Request = "" };
        var transcript = kept is null ? null : await transcripts.KeepAsync(new RecordedCall(made, kept), cancellationToken);
        await Incident(call).RecordCallAsync(made with { Transcript = transcript });
        await Budget(call).SettleAsync(call, Used(made), cancellationToken);
    }

    private static CallUse Used(ModelCall call) => call.WasReplayed ? new(0, 0) : new(call.InputTokens + call.OutputTokens, call.Cost);

    private async Task<RecordedReply> ReplayAsync(CallKey call, string replay, CancellationToken cancellationToken)
    {
        var recorded = (await TranscriptAsync(call, replay, cancellationToken)).Find(call) ?? throw new ModelException(
            ModelFault.NotRecorded,
            $"The transcript that is replayed holds no call like number {call.Number} of {call.Step} to the model '{call.Model}'. "
            + "Something that the prompt tells has changed since it was recorded: repeat it without --replay.");
        return recorded switch
        {
            { Reply: { } reply } => reply,
            { Call.Fault: { } fault } => throw new ModelException(fault, recorded.Call.Reason ?? $"The model '{call.Model}' brought nothing when this was recorded."),
            _ => throw new ModelException(
                ModelFault.NotRecorded, $"The transcript that is replayed tells of call {call.Number} of {call.Step}, but its reply was not kept (SelfHealing:Calls:KeepContent)."),
        };
    }

    private async Task<Repair.Calls.Transcript> TranscriptAsync(CallKey call, string replay, CancellationToken cancellationToken)
    {
        try
        {
            return await transcripts.OpenAsync(replay, cancellationToken);
        }
        catch (Exception e) when (e is FileNotFoundException or FormatException)
        {
            throw new ModelException(ModelFault.NotRecorded, $"The transcript that incident {call.Incident} replays cannot be read: {e.Message}", inner: e);
        }
    }

    private IIncidentGrain Incident(CallKey call) => grains.GetGrain<IIncidentGrain>(call.Incident);

    private IBudgetGrain Budget(CallKey call) => grains.GetGrain<IBudgetGrain>(BudgetKey.Of(call.Tenant));
}
