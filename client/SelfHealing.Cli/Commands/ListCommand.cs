using System.CommandLine;
using SelfHealing.Cli.Terminals;
using SelfHealing.Cli.Views;
using Spectre.Console;

namespace SelfHealing.Cli.Commands;

/// <summary><c>selfheal list</c>: the incidents of the data folder, newest first.</summary>
internal static class ListCommand
{
    public static Command Create(Surroundings surroundings, DataOption data)
    {
        var open = new Option<bool>("--open") { Description = "Only those that have not ended." };
        var limit = Shared.Number("--limit", "Most incidents shown.", 20, "a number from 1", n => n >= 1);
        var json = Shared.Json("Print a JSON list on standard output.");
        var command = new Command("list", "List incidents, newest first.") { open, limit, json };
        command.SetAction((parsed, cancellationToken) =>
            RunAsync(surroundings, data.PlaceIn(parsed), parsed.GetValue(open), parsed.GetValue(limit), parsed.GetValue(json), cancellationToken));
        return command.WithExamples("selfheal list", "selfheal list --open --json");
    }

    private static async Task<int> RunAsync(Surroundings surroundings, string place, bool open, int limit, bool json, CancellationToken cancellationToken)
    {
        var incidents = new List<IncidentView>();
        if (await surroundings.OpenJournal(place, cancellationToken) is { } journal)
        {
            foreach (var id in await journal.ListAsync(open, limit, cancellationToken))
            {
                incidents.Add(await journal.FoldAsync(id, cancellationToken));
            }
        }

        if (json)
        {
            surroundings.Terminal.WriteData(RepairDocument.Serialize(incidents.Select(Listed.Of).ToList()));
        }
        else if (incidents.Count == 0)
        {
            surroundings.Terminal.Say($"No incidents in {place}. Submit one with: {surroundings.HintsFor(place).Line("repair --repo PATH --test COMMAND")}");
        }
        else
        {
            surroundings.Terminal.Out.Write(Table(incidents, surroundings.Time.GetUtcNow()));
        }

        return ExitCodes.Fixed;
    }

    private static Table Table(List<IncidentView> incidents, DateTimeOffset now)
    {
        var table = new Table { Border = TableBorder.None };
        foreach (var name in (string[])["incident", "status", "confidence", "submitted", "repository", "error"])
        {
            table.AddColumn(new TableColumn(new Text(name, Palette.Quiet)) { NoWrap = name is "incident" or "status" or "confidence" or "submitted" });
        }

        foreach (var incident in incidents)
        {
            var (title, style) = Outcome.Title(incident.Status);
            table.AddRow(
                new Text(incident.Id, Palette.Strong),
                new Text(title, style),
                new Text(incident.Vote is { Winner: not null } vote ? Figures.Probability(vote.Confidence) : ""),
                new Text(Figures.Ago(now - incident.State.SubmittedAt), Palette.Quiet),
                new Text(SafeText.Line(Path.GetFileName(incident.Report?.Repository.TrimEnd('/')), 60)),
                new Text(SafeText.Line(incident.State.Fingerprint?.Summary ?? incident.Reason, 90), Palette.Quiet));
        }

        return table;
    }

    /// <summary>One line of <c>list --json</c>.</summary>
    internal sealed record Listed(string Incident, string Status, double? Confidence, DateTimeOffset Submitted, string? Repository, string? Branch)
    {
        public static Listed Of(IncidentView incident) => new(
            incident.Id, Outcome.Word(incident.Status), incident.Vote?.Confidence, incident.State.SubmittedAt, incident.Report?.Repository, incident.Deployment?.Branch);
    }
}
