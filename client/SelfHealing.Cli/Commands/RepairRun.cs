using SelfHealing.Cli.Displays;
using SelfHealing.Cli.Silos;
using SelfHealing.Cli.Views;
using SelfHealing.Client;
using SelfHealing.Incidents;

namespace SelfHealing.Cli.Commands;

/// <summary>Waits for an incident and tells how it ended: what <c>repair</c>, <c>resume</c>, <c>watch</c> and the decisions have in common.</summary>
internal sealed class RepairRun(Surroundings surroundings, string place, bool json)
{
    /// <summary>Submits an incident and waits for it.</summary>
    public Task<int> SubmitAsync(IncidentReport report, string id) =>
        FollowAsync(new IncidentView(id), client => client.SubmitAsync(report, new SubmitOptions { Id = id }, surroundings.Interruption.Token));

    /// <summary>Does something to an incident and waits for what comes of it.</summary>
    public Task<int> FollowAsync(IncidentView incident, Func<RepairHandle, Task> act) =>
        FollowAsync(incident, client => act(client.GetHandle(incident.Id)));

    /// <summary>Shows an incident that needs no more waiting.</summary>
    public int Show(IncidentView incident)
    {
        if (json)
        {
            surroundings.Terminal.WriteData(RepairDocument.Serialize(RepairDocument.Of(incident)));
            foreach (var step in NextSteps.Of(incident, surroundings.HintsFor(place)))
            {
                surroundings.Terminal.Say($"{step.What}: {step.Command}");
            }
        }
        else
        {
            surroundings.Terminal.Out.Write(SummaryView.Of(incident, surroundings.HintsFor(place)));
        }

        return Outcome.ExitCode(incident.Status);
    }

    /// <summary>The display that suits where standard error goes.</summary>
    public IIncidentDisplay Display() => surroundings.Terminal.IsLive
        ? new LiveDisplay(surroundings.Terminal, surroundings.Time)
        : new LineDisplay(surroundings.Terminal, surroundings.Time);

    private async Task<int> FollowAsync(IncidentView incident, Func<ISelfHealingClient, Task> act)
    {
        var stop = surroundings.Interruption.Token;
        var follower = new IncidentFollower(surroundings, place);
        await using (follower)
        {
            var session = await follower.SessionAsync(stop);
            surroundings.Interruption.Sentence =
                $"Stopped. The incident is kept; go on with: {surroundings.HintsFor(place).Line($"resume {incident.Id}")}";
            await act(session.Client);
            await follower.FollowAsync(incident, Display(), stop);
            while (incident.DuplicateOf is { } repairing)
            {
                surroundings.Terminal.Say($"{repairing} repairs the same trouble; following it.");
                incident = new IncidentView(repairing);
                await follower.FollowAsync(incident, Display(), stop);
            }

            return Show(incident);
        }
    }
}
