using SelfHealing.Agents;
using SelfHealing.Models;
using SelfHealing.Repairs;
using SelfHealing.Sandboxes;

namespace SelfHealing.Grains.Tests.Calls;

/// <summary>A voter that asks a vendor three times in each search, over the ledger, and proposes what any other does.</summary>
internal sealed class CallingModel(ScriptedWorld world, ICallLedger ledger) : ICoderModel
{
    public const string VoterName = "caller";

    public static readonly CallUse Price = new(1000, 0.25m);

    public string Name => VoterName;

    public string Description => "A scripted voter that pays.";

    public async Task<SearchReport> SearchAsync(CodingTask task, IProgress<SearchProgress> progress, CancellationToken cancellationToken)
    {
        var incident = task.Workspace.Incident;
        for (var number = 1; number <= 3; number++)
        {
            if (number == 3 && world.Faults.TryGetValue($"third {incident}", out var left) && left > 0)
            {
                world.Faults[$"third {incident}"] = left - 1;
                throw new SandboxException("The sandbox was lost between two calls.");
            }

            if (number == 3 && world.Gates.TryGetValue(incident, out var gate))
            {
                await gate.Task.WaitAsync(cancellationToken);
            }

            await AskAsync(new CallKey(incident, task.Report.Tenant, $"code-{task.Round}-{Name}", number, "gpt", $"digest-{number}"), cancellationToken);
        }

        return await new ScriptedModel("alice", world).SearchAsync(task, progress, cancellationToken);
    }

    private async Task AskAsync(CallKey key, CancellationToken cancellationToken)
    {
        var call = new ModelCall { Id = key.Id, Step = key.Step, Model = key.Model, Agent = "coder", Prompt = "test@1", Digest = key.Digest };
        try
        {
            if (await ledger.FindAsync(key, cancellationToken) is { } known)
            {
                await ledger.RecordAsync(key, call with { WasReplayed = true }, known, cancellationToken);
                return;
            }

            await ledger.ReserveAsync(key, new CallUse(Price.Tokens * 2, Price.Cost * 2), cancellationToken);
            world.Calls.Enqueue($"vendor {key.Number} {key.Incident}");
            await ledger.RecordAsync(
                key, call with { InputTokens = 900, OutputTokens = 100, Cost = Price.Cost, Attempts = 1, FinishReason = "stop" },
                new RecordedReply("""{"messages":[]}""", $$"""{"text":"reply {{key.Number}}"}"""), cancellationToken);
        }
        catch (ModelException fault)
        {
            await ledger.RecordAsync(key, call with { Fault = fault.Fault, Reason = fault.Message }, reply: null, cancellationToken);
        }
    }
}
