using System.CommandLine;
using SelfHealing.Cli.Views;
using SelfHealing.Incidents;
using SelfHealing.Storage;

namespace SelfHealing.Cli.Commands;

/// <summary><c>selfheal resume</c>: go on where a killed or faulted repair stopped.</summary>
internal static class ResumeCommand
{
    private const int Most = 100;

    public static Command Create(Surroundings surroundings, DataOption data)
    {
        var incident = new IncidentArgument(isOptional: true);
        var minutes = Shared.MaxMinutes(20);
        minutes.DefaultValueFactory = null;
        minutes.Description = "A fresh wall-clock budget, in minutes; without it, that of the report.";
        var json = Shared.Json("Print one JSON document on standard output for each incident.");
        var command = new Command("resume", "Go on with interrupted incidents; finished steps are not repeated.") { incident.Argument, minutes, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var place = data.PlaceIn(parsed);
            var journal = await surroundings.OpenJournal(place, cancellationToken);
            var budget = parsed.GetResult(minutes) is { Implicit: false } ? TimeSpan.FromMinutes(parsed.GetValue(minutes)) : (TimeSpan?)null;
            var views = parsed.GetValue(incident.Argument) is null
                ? await InterruptedAsync(journal, cancellationToken)
                : [await journal!.FoldAsync(await incident.InAsync(parsed, journal, place, cancellationToken), cancellationToken)];
            if (views.Count == 0)
            {
                surroundings.Terminal.Say($"Nothing was interrupted in {place}. An incident that stopped by a fault is resumed by its id: {surroundings.HintsFor(place).Line("resume ID")}");
            }

            var worst = ExitCodes.Fixed;
            foreach (var view in views)
            {
                var code = await ResumeAsync(new RepairRun(surroundings, place, parsed.GetValue(json)), view, budget, cancellationToken);
                worst = worst == ExitCodes.Fixed ? code : worst;
            }

            return worst;
        });
        return command.WithExamples("selfheal resume", "selfheal resume inc-2k7f9d3xqm --max-minutes 60");
    }

    private static Task<int> ResumeAsync(RepairRun run, IncidentView view, TimeSpan? budget, CancellationToken cancellationToken) => view.Status switch
    {
        IncidentStatus.Running or IncidentStatus.Queued or IncidentStatus.Faulted or IncidentStatus.TimedOut =>
            run.FollowAsync(new IncidentView(view.Id), handle => handle.ResumeAsync(budget, cancellationToken)),
        _ => Task.FromResult(run.Show(view)),
    };

    private static async Task<List<IncidentView>> InterruptedAsync(IEventJournal? journal, CancellationToken cancellationToken)
    {
        var interrupted = new List<IncidentView>();
        if (journal is not null)
        {
            foreach (var id in await journal.ListAsync(open: true, Most, cancellationToken))
            {
                var view = await journal.FoldAsync(id, cancellationToken);
                if (view.Status is IncidentStatus.Running or IncidentStatus.Queued)
                {
                    interrupted.Add(view);
                }
            }
        }

        return interrupted;
    }
}
