using SelfHealing.Agents;
using SelfHealing.Grains.Incidents;
using SelfHealing.Grains.Placement;
using SelfHealing.Grains.Repositories;
using SelfHealing.Incidents;
using SelfHealing.Models;
using SelfHealing.Repairs;

namespace SelfHealing.Grains.Agents;

/// <summary>Searches as one voter, and remembers each finished search under its step's id.</summary>
[OnFitSilo, CollectionAgeLimit(Minutes = AgentHistory.KeptMinutes)]
internal sealed class CoderGrain(VoterPanel panel, ProgressChannel progress, WorkspaceImages images, LeavingSilo silo) : AgentGrain(silo), ICoderGrain
{
    private readonly AgentHistory<SearchReport> _searches = new();

    public Task<SearchReport> CodeAsync(string step, CodingTask task, CancellationToken cancellationToken) =>
        _searches.OnceAsync(step, () => SearchAsync(step, task, cancellationToken));

    private async Task<SearchReport> SearchAsync(string step, CodingTask task, CancellationToken cancellationToken)
    {
        var here = await images.PutInPlaceAsync(step, task.Workspace, task.Report, cancellationToken);
        return await panel[task.Voter].SearchAsync(task with { Workspace = here }, new Told(progress, here.Incident, step), cancellationToken);
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
