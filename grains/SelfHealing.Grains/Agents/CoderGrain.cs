using SelfHealing.Agents;
using SelfHealing.Grains.Incidents;
using SelfHealing.Grains.Placement;
using SelfHealing.Grains.Repositories;
using SelfHealing.Incidents;
using SelfHealing.Models;
using SelfHealing.Repairs;

namespace SelfHealing.Grains.Agents;

/// <summary>Searches as one voter, and remembers each finished search under its step's id.</summary>
[OnFitSilo]
internal sealed class CoderGrain(
    [PersistentState("coder-history")] IPersistentState<CoderHistory> history, VoterPanel panel, ProgressChannel progress,
    WorkspaceImages images)
    : Grain, ICoderGrain
{
    public async Task<SearchReport> CodeAsync(string step, CodingTask task, CancellationToken cancellationToken)
    {
        if (history.State.Searches.TryGetValue(step, out var finished))
        {
            return finished;
        }

        task = task with { Workspace = await images.PutInPlaceAsync(step, task.Workspace, task.Report, cancellationToken) };
        var search = await panel[task.Voter].SearchAsync(task, new Told(progress, task.Workspace.Incident, step), cancellationToken);
        history.State = new CoderHistory { Searches = new(history.State.Searches, StringComparer.Ordinal) { [step] = search } };
        await history.WriteStateAsync(cancellationToken);
        return search;
    }

    private sealed class Told(ProgressChannel channel, string incident, string step) : IProgress<SearchProgress>
    {
        public void Report(SearchProgress value)
        {
            var note = value.Plausible == 0 ? "" : $"{value.Plausible} plausible";
            channel.Tell(incident, new ProgressSignal(step, value.Tested, value.Total, note));
        }
    }
}

/// <summary>The searches that a coder finished.</summary>
[GenerateSerializer, Alias("CoderHistory")]
public sealed class CoderHistory
{
    /// <summary>Reports by step id.</summary>
    [Id(0)] public Dictionary<string, SearchReport> Searches { get; set; } = new(StringComparer.Ordinal);
}
