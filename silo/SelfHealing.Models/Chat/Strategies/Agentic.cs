using SelfHealing.Models.Chat.Briefings;
using SelfHealing.Sandboxes;

namespace SelfHealing.Models.Chat.Strategies;

/// <summary>Lets a model look around, edit and test in a shell in the sandbox, one command at a time.</summary>
internal sealed class Agentic : IStrategy
{
    public string Name => "agentic";

    public string Description => "a chat model that works by shell commands on a copy of the repository in the sandbox";

    public async Task RunAsync(StrategyRun run, CancellationToken cancellationToken)
    {
        var earlier = await Earlier.ShownAsync(run.Task.Earlier, run.Briefing.Files, cancellationToken);
        var conversation = new AgenticConversation(run, earlier);
        using var client = run.Model.Open(new CallContext(run.Task.Workspace.Incident, run.Task.Report.Tenant, run.Task.Step, conversation.Role, conversation.Label)
        {
            Nonce = conversation.Nonce,
            FirstCall = run.Numbers.Take(run.Model.Options.MaxSteps),
        });
        await using var shell = await run.Bench.OpenShellAsync(cancellationToken);
        var (exit, words, trial) = await new AgenticLoop(client, shell, conversation, new AgenticTrials(run), run.Model.Options).RunAsync(run.Calls, cancellationToken);
        if (exit == AgenticExit.Sandbox && trial is null)
        {
            // Nothing was found out about the fault: the step may be tried again.
            throw new SandboxException(words);
        }

        if (trial?.Failure is { } failure)
        {
            run.Findings.Fail($"{words} Its last diff does not pass: {failure}");
        }
        else if (trial is null)
        {
            run.Findings.Fail($"{words} It had changed nothing by then.");
        }
    }
}
