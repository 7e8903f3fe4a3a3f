using SelfHealing.Agents;
using SelfHealing.Models.Chat.Briefings;
using SelfHealing.Repair.Agentic;
using SelfHealing.Repair.Patches.Edits;
using SelfHealing.Repairs;

namespace SelfHealing.Models.Chat.Roles;

/// <summary>A chat model that finds root causes.</summary>
internal sealed class ChatPlanner(RoleDesk desk) : IPlannerModel
{
    private const int MostFiles = 5;
    private const int MostCharacters = 1_200;

    public string Name => desk.Name;

    public async Task<RepairPlan> PlanAsync(PlanningTask task, RepairPlan builtIn, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(task);
        ArgumentNullException.ThrowIfNull(builtIn);
        if (task.Workspace is not { } workspace)
        {
            throw new ModelException(ModelFault.Rejected, $"The model '{Name}' was not asked: the incident has no workspace whose code it could be shown.");
        }

        var briefing = await desk.BriefAsync(task.Step, workspace, task.Report, task.Baseline, task.Suspicions, builtIn.AffectedFiles, cancellationToken);
        var values = briefing.Values()
            .Show("plan", "analysis by a program", Observations.Settled(builtIn.RootCause))
            .Show("earlier", await Earlier.ShownAsync(task.EarlierSearches, briefing.Files, cancellationToken));
        var answer = await desk.AskAsync(task.Step, workspace, task.Report, "root-cause", values, RootCauseAnswer.Read, cancellationToken);
        var files = answer.AffectedFiles.OfType<string>()
            .Select(f => EditFit.PathOf(f, briefing.Files.Editable.ContainsKey, task.Report.Subdirectory))
            .OfType<string>();
        return builtIn with
        {
            RootCause = Line(answer.RootCause),
            FixStrategy = Line(answer.FixStrategy),

            // What the program suspects stays in reach of the engines.
            AffectedFiles = [.. files.Take(MostFiles).Concat(builtIn.AffectedFiles).Distinct(StringComparer.Ordinal)],
        };
    }

    private static string Line(string text)
    {
        var line = string.Concat(text.Take(MostCharacters).Select(c => char.IsControl(c) ? ' ' : c)).Trim();
        return text.Length > MostCharacters ? $"{line}…" : line;
    }
}
