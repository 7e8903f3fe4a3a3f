using SelfHealing.Agents;
using SelfHealing.Models.Chat.Agents;
using SelfHealing.Models.Chat.Briefings;
using SelfHealing.Repairs;
using SelfHealing.Storage;
using SelfHealing.Toolchains;

namespace SelfHealing.Models.Chat.Strategies;

/// <summary>A chat model that works as a coder by one strategy: a voter of its own.</summary>
internal sealed class ChatVoter(
    IChatModel model, IStrategy strategy, IEnumerable<IToolchain> toolchains, IArtifacts artifacts, Nonces nonces, TimeProvider time) : ICoderModel
{
    private const double CallShare = 0.8;

    public string Name => $"{model.Name}:{strategy.Name}";

    public string Description => strategy.Description;

    public async Task<SearchReport> SearchAsync(CodingTask task, IProgress<SearchProgress> progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(task);
        ArgumentNullException.ThrowIfNull(progress);
        var findings = new Findings(model.Name, progress);
        if (toolchains.FirstOrDefault(t => t.Language == task.Report.Language) is not { } toolchain)
        {
            findings.Fail($"No toolchain understands {task.Report.Language}.");
            return await findings.ReportAsync(Name, task, files: null, cancellationToken);
        }

        var left = TimeLeft.Until(task.Deadline, time);
        using var deadline = new CancellationTokenSource(left, time);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        using var lastCall = new CancellationTokenSource(left * CallShare, time);
        using var calls = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, lastCall.Token);
        var files = await BaseFiles.OpenAsync(artifacts, task.Workspace, task.Report, task.Baseline, cancellationToken);
        try
        {
            limit.Token.ThrowIfCancellationRequested();
            var nonce = nonces.Of(task.Workspace.Incident, task.Step);
            await strategy.RunAsync(
                new StrategyRun
                {
                    Model = model,
                    Task = task,
                    Briefing = await Briefing.GatherAsync(
                        files, task.Report, task.Baseline, task.Suspicions, task.Plan.AffectedFiles, Room.Of(model.Options), nonce, limit.Token),
                    Bench = new Workbench(toolchain, task, time),
                    Findings = findings,
                    Numbers = CallNumbers.OfStep(),
                    Calls = calls.Token,
                },
                limit.Token);
        }
        catch (ModelException e)
        {
            findings.Fault(e);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested && (deadline.IsCancellationRequested || lastCall.IsCancellationRequested))
        {
            findings.RanOutOfTime();
        }

        return await findings.ReportAsync(Name, task, files, cancellationToken);
    }
}
