using System.CommandLine;
using SelfHealing.Cli.Displays;
using SelfHealing.Cli.Silos;
using SelfHealing.Cli.Views;
using SelfHealing.Incidents;
using SelfHealing.Storage;

namespace SelfHealing.Cli.Commands;

/// <summary><c>selfheal watch</c>: follow an incident that another command, or another process, works on.</summary>
internal static class WatchCommand
{
    public static Command Create(Surroundings surroundings, DataOption data)
    {
        var incident = new IncidentArgument();
        var json = Shared.Json("Print every event as one JSON document a line.");
        var command = new Command("watch", "Follow an incident until it ends or waits for a person; go on with it when nobody works on it.") { incident.Argument, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var place = data.PlaceIn(parsed);
            var journal = await surroundings.OpenJournal(place, cancellationToken);
            var id = await incident.InAsync(parsed, journal, place, cancellationToken);
            surroundings.Interruption.Sentence = $"Stopped watching. Watch again with: {surroundings.HintsFor(place).Line($"watch {id}")}";
            return parsed.GetValue(json)
                ? await WatchAsync(surroundings, place, id, journal!, new JsonLinesDisplay(surroundings.Terminal), cancellationToken)
                : await WatchAsync(surroundings, place, id, journal!, null, cancellationToken);
        });
        return command.WithExamples("selfheal watch latest", "selfheal watch inc-2k7f9d3xqm --json");
    }

    private static async Task<int> WatchAsync(
        Surroundings surroundings, string place, string id, IEventJournal journal, IIncidentDisplay? events, CancellationToken cancellationToken)
    {
        var run = new RepairRun(surroundings, place, json: false);
        var display = events ?? run.Display();
        var incident = await ReplayAsync(journal, id, display, cancellationToken);
        if (incident.Status is IncidentStatus.Running or IncidentStatus.Queued)
        {
            var follower = new IncidentFollower(surroundings, place);
            await using (follower)
            {
                // Nothing happens to an incident that a dead process left; one that is worked on takes no notice.
                await (await follower.SessionAsync(cancellationToken)).Client.GetHandle(id).ResumeAsync(null, cancellationToken);
                await follower.FollowAsync(incident, display, cancellationToken);
            }
        }

        return events is null ? run.Show(incident) : Outcome.ExitCode(incident.Status);
    }

    /// <summary>What is already recorded needs no silo to be told.</summary>
    private static async Task<IncidentView> ReplayAsync(IEventJournal journal, string id, IIncidentDisplay display, CancellationToken cancellationToken)
    {
        var incident = new IncidentView(id);
        await foreach (var recorded in journal.ReadAsync(id, 0, cancellationToken))
        {
            var signal = new EventSignal(recorded);
            incident.Apply(signal);
            display.Show(signal, incident);
        }

        return incident;
    }
}
