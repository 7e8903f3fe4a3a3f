using System.CommandLine;
using SelfHealing.Cli.Terminals;
using SelfHealing.Cli.Views;
using SelfHealing.Repairs;

namespace SelfHealing.Cli.Commands;

/// <summary><c>selfheal diff</c>: the winning patch, ready for <c>git apply</c>.</summary>
internal static class DiffCommand
{
    public static Command Create(Surroundings surroundings, DataOption data)
    {
        var incident = new IncidentArgument();
        var named = new Option<string?>("--candidate") { Description = "Another candidate than the winner, by its id.", HelpName = "ID" };
        var command = new Command("diff", "Print the winning patch as a unified diff.") { incident.Argument, named };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var place = data.PlaceIn(parsed);
            var journal = await surroundings.OpenJournal(place, cancellationToken);
            var id = await incident.InAsync(parsed, journal, place, cancellationToken);
            var view = await journal!.FoldAsync(id, cancellationToken);
            return Write(surroundings.Terminal, Chosen(view, parsed.GetValue(named)));
        });
        return command.WithExamples("selfheal diff latest", "selfheal diff inc-2k7f9d3xqm | git apply");
    }

    private static Candidate Chosen(IncidentView incident, string? named) => named switch
    {
        null => incident.Winner ?? throw new CliException(
            !incident.State.Candidates.Any()
                ? $"Incident {incident.Id} has no plausible patch{(incident.Reason is { } reason ? $": {reason}" : " yet.")}"
                : $"Incident {incident.Id} has no winner. Its candidates are {Names(incident)}; choose one with --candidate."),
        _ => incident.State.Candidates.FirstOrDefault(c => c.Id == named) ?? throw new CliException(
            $"Incident {incident.Id} has no candidate '{named}'. It has {(incident.State.Candidates.Any() ? Names(incident) : "none")}."),
    };

    private static string Names(IncidentView incident) => string.Join(", ", incident.State.Candidates.Select(c => c.Id));

    private static int Write(Terminal terminal, Candidate candidate)
    {
        if (terminal.Out.Profile.Capabilities.Ansi)
        {
            terminal.Out.Write(new DiffView(candidate.Diff, indent: ""));
        }
        else
        {
            // Byte for byte: the reader is git apply or a file, not an eye.
            terminal.Out.Profile.Out.Writer.Write(candidate.Diff.EndsWith('\n') ? candidate.Diff : candidate.Diff + "\n");
        }

        return ExitCodes.Fixed;
    }
}
