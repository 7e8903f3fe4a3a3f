using System.CommandLine;
using SelfHealing.Cli.Calls;
using SelfHealing.Cli.Terminals;
using SelfHealing.Cli.Views;
using SelfHealing.Incidents;
using Spectre.Console;

namespace SelfHealing.Cli.Commands;

/// <summary><c>selfheal show</c>: one incident, as it is recorded.</summary>
internal static class ShowCommand
{
    public static Command Create(Surroundings surroundings, DataOption data)
    {
        var incident = new IncidentArgument();
        var json = Shared.Json("Print one JSON document on standard output.");
        var events = new Option<bool>("--events") { Description = "Also every event with its time." };
        var calls = new Option<bool>("--calls") { Description = "Every call of a chat model instead: tokens, cost, time and what came of it." };
        var content = new Option<bool>("--content") { Description = "With --calls, also the texts of prompts and replies." };
        var export = new Option<string?>("--export") { Description = "With --calls, write them with their texts to a file for 'repair --replay'.", HelpName = "FILE" };
        var command = new Command("show", "Show one incident: stages, winning diff, vote, tests, branch.") { incident.Argument, events, calls, content, export, json };
        command.Validators.Add(result =>
        {
            foreach (var option in ((Option[])[content, export]).Where(o => result.GetResult(o) is { Implicit: false } && !result.GetValue(calls)))
            {
                result.AddError($"{option.Name} needs --calls.");
            }
        });
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var place = data.PlaceIn(parsed);
            var journal = await surroundings.OpenJournal(place, cancellationToken);
            var id = await incident.InAsync(parsed, journal, place, cancellationToken);
            if (parsed.GetValue(calls))
            {
                var choice = new CallsChoice(parsed.GetValue(content), parsed.GetValue(json), parsed.GetValue(export));
                await new CallsOutput(surroundings, place).WriteAsync(journal!, id, choice, cancellationToken);
                return ExitCodes.Fixed;
            }

            var view = await journal!.FoldAsync(id, cancellationToken);
            if (!parsed.GetValue(json))
            {
                surroundings.Terminal.Out.Write(new RailView(view, view.LastAt, 0));
                surroundings.Terminal.WriteData("");
                if (parsed.GetValue(events))
                {
                    await WriteEventsAsync(surroundings.Terminal, journal!.ReadAsync(id, 0, cancellationToken), id);
                }
            }

            new RepairRun(surroundings, place, parsed.GetValue(json)).Show(view);
            return ExitCodes.Fixed;
        });
        return command.WithExamples("selfheal show latest", "selfheal show inc-2k7f9d3xqm --events", "selfheal show latest --calls", "selfheal show latest --json");
    }

    private static async Task WriteEventsAsync(Terminal terminal, IAsyncEnumerable<RecordedEvent> events, string id)
    {
        var view = new IncidentView(id);
        terminal.Out.Write(new Text("Events\n", Palette.Strong));
        await foreach (var recorded in events)
        {
            view.Apply(new EventSignal(recorded));
            terminal.Out.Write(new Lines(
                new Row()
                    .Add($"  {recorded.Sequence,4} ", Palette.Quiet)
                    .Add($"{recorded.At.ToLocalTime():yyyy-MM-dd HH:mm:ss.f}  ", Palette.Quiet)
                    .Column(EventSentence.Heading(recorded.Event), 11),
                EventSentence.Of(recorded.Event, view)));
        }

        terminal.WriteData("");
    }
}
