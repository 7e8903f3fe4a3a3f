using SelfHealing.Cli.Terminals;
using SelfHealing.Incidents;
using SelfHealing.Repair.Incidents;
using Spectre.Console.Rendering;

namespace SelfHealing.Cli.Views;

/// <summary>The stages of a running repair, one line each, and under the running search one bar per voter.</summary>
internal sealed class RailView(IncidentView incident, DateTimeOffset now, int frame) : Renderable
{
    private const int NameWidth = 11;
    private const int LeastVoterWidth = 14;

    protected override IEnumerable<Segment> Render(RenderOptions options, int maxWidth)
    {
        var width = Math.Min(maxWidth, 140);
        lock (incident.Gate)
        {
            return [.. Rows(options.Unicode, width).SelectMany(row => row.Render(width))];
        }
    }

    private IEnumerable<Row> Rows(bool unicode, int width)
    {
        var clock = incident.WorkedAt(now);
        yield return new Row()
            .Add(incident.Id, Palette.Strong)
            .Add(incident.Report is { } report ? $"  {SafeText.Line(report.Repository)} at {SafeText.Line(report.Revision, 60)}" : "", Palette.Quiet)
            .Right(incident.State.Calls.Total is { Calls: > 0 } spent ? $"{Figures.Money(spent.Cost)}  {Figures.Duration(clock)}" : Figures.Duration(clock), Palette.Quiet);
        yield return new Row();
        foreach (var stage in incident.Rail)
        {
            if (stage.Stage == Stage.Plan)
            {
                foreach (var round in incident.EarlierRounds)
                {
                    yield return new Row().Add(unicode ? "  ↻ " : "  > ", Palette.Careful).Add(round, Palette.Quiet);
                }
            }

            yield return Line(stage, clock, unicode);
            if (stage.Stage == Stage.Code && stage.State == StageState.Running)
            {
                var tests = PanelSigns.Tests(incident.State).ToList();
                var names = VoterWidth(incident.Voters.Select(v => v.Name).Concat(tests.Select(t => t.Name)), width);
                foreach (var voter in incident.Voters)
                {
                    yield return Line(voter, unicode, width, names);
                }

                foreach (var (name, state, text) in tests)
                {
                    yield return Name(name, state, unicode, names).Add(SafeText.Line(text), state == StageState.Failed ? Palette.Careful : Palette.Quiet);
                }
            }
        }
    }

    private Row Line(StageView stage, TimeSpan clock, bool unicode)
    {
        var (sign, style) = Palette.Sign(stage.State, frame, unicode);
        var row = new Row()
            .Add($"  {sign} ", style)
            .Column(stage.Stage.ToString(), NameWidth, stage.State switch
            {
                StageState.Waiting => Palette.Quiet,
                StageState.Running => Palette.Strong,
                _ => Palette.Plain,
            })
            .Add(Text(stage), stage.State switch
            {
                StageState.Failed => Palette.Bad,
                StageState.Running => Palette.Plain,
                _ => Palette.Quiet,
            });
        return stage.WasVisited ? row.Right(Figures.Duration(stage.Spent(clock)), Palette.Quiet) : row;
    }

    private string Text(StageView stage) => stage switch
    {
        { State: StageState.Running, Note.Length: > 0 } => stage.Note,
        { State: StageState.Running, Stage: Stage.Code } => $"round {incident.Round}: {incident.Voters.Count(v => v.State == StageState.Running)} of {Figures.Count(incident.Voters.Count, "voter")} searching",
        { State: StageState.Running, Stage: Stage.Vote } when PanelSigns.Choosing(incident.State) is { } choosing => choosing,
        { State: StageState.Running } => Waiting(stage.Stage),
        { Stage: Stage.Approve, State: StageState.Waiting } when incident.Status == IncidentStatus.AwaitingApproval => "waits for a person",
        _ => stage.Summary,
    };

    private static string Waiting(Stage stage) => stage switch
    {
        Stage.Prepare => "cloning the revision and looking for its sandbox image",
        Stage.Reproduce => "running the tests as they are",
        Stage.Localise => "running the tests under coverage and listing possible edits",
        Stage.Recall => "asking memory for like errors",
        Stage.Plan => "thinking about the cause",
        Stage.Review => "reading the plausible patches",
        Stage.Observe => "running the patches on generated inputs",
        Stage.Vote => "counting ballots",
        Stage.Test => "proving the patch on a clean checkout",
        Stage.Approve => "waiting for a decision",
        Stage.Deploy => "committing and pushing the branch",
        _ => "",
    };

    private Row Name(string name, StageState state, bool unicode, int width)
    {
        var (sign, style) = Palette.Sign(state, frame, unicode);
        return new Row().Add($"      {sign} ", style).Column(SafeText.Line(name, 40), width - 1, state == StageState.Waiting ? Palette.Quiet : Palette.Plain).Add(" ");
    }

    // As wide as the longest name, and never more than a third of the line.
    private static int VoterWidth(IEnumerable<string> names, int width) =>
        Math.Clamp(names.Select(n => new Segment(SafeText.Line(n, 40)).CellCount() + 2).Append(LeastVoterWidth).Max(), LeastVoterWidth, Math.Max(LeastVoterWidth, width / 3));

    private Row Line(VoterView voter, bool unicode, int width, int names)
    {
        var row = Name(voter.Name, voter.State, unicode, names);
        if (voter.Report?.Abstained is { } abstained)
        {
            return row.Add(EventSentence.Silence(SafeText.Line(abstained)), Palette.Quiet);
        }

        if (voter.State is StageState.Waiting or StageState.Failed)
        {
            return row.Add(voter.Note, voter.State == StageState.Failed ? Palette.Careful : Palette.Quiet);
        }

        Bar(row, voter, unicode, Math.Clamp(width / 4, 10, 30));
        row.Add($" {Count(voter)}", Palette.Quiet);
        return voter.Report is { Plausible: var plausible }
            ? row.Add($"  {Figures.Number(plausible)} plausible", plausible > 0 ? Palette.Good : Palette.Quiet)
            : row.Add(voter.Note.Length > 0 ? $"  {voter.Note}" : "", Palette.Plain);
    }

    private static void Bar(Row row, VoterView voter, bool unicode, int width)
    {
        var share = voter switch
        {
            { State: StageState.Done } => 1,
            { Total: > 0 and var total } => Math.Clamp(voter.Tested / (double)total, 0, 1),
            _ => 0,
        };
        var filled = (int)Math.Round(share * width);
        row.Add(new string(unicode ? '━' : '#', filled), voter.State == StageState.Done ? Palette.Good : Palette.Busy);
        row.Add(new string(unicode ? '─' : '-', width - filled), Palette.Quiet);
    }

    private static string Count(VoterView voter) => voter switch
    {
        { Report: { } report } => $"{Figures.Number(report.Tested)} tested",
        { Total: { } total } => $"{Figures.Number(voter.Tested)}/{Figures.Number(total)}",
        _ => $"{Figures.Number(voter.Tested)} tested",
    };
}
