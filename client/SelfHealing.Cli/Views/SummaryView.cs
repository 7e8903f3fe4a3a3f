using SelfHealing.Cli.Terminals;
using SelfHealing.Ensemble;
using SelfHealing.Incidents;
using SelfHealing.Repair.Calls;
using SelfHealing.Repairs;
using SelfHealing.Toolchains;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace SelfHealing.Cli.Views;

/// <summary>What came of an incident: the winning diff, the vote, the confidence with its reasons, the tests, and where to look next.</summary>
internal static class SummaryView
{
    private const string Abstains = "Abstains: ";

    /// <summary>The whole summary, section by section.</summary>
    /// <param name="incident">The incident.</param>
    /// <param name="hints">The commands to suggest.</param>
    public static IRenderable Of(IncidentView incident, CommandHints hints)
    {
        var parts = new List<IRenderable> { Headline(incident) };
        if (incident.Winner is { } winner)
        {
            parts.AddRange([Text.Empty, new DiffView(winner.Diff)]);
        }

        if (incident.Vote is { Ballots.Count: > 0 } vote)
        {
            parts.AddRange([Text.Empty, Heading("Vote"), .. Table(vote, incident)]);
        }

        if (incident.Vote is { } decided && decided.Reasons.Count > 0)
        {
            parts.AddRange([Text.Empty, Heading(decided.Winner is null ? "Why there is no winner" : $"Confidence {Figures.Probability(decided.Confidence)}")]);
            parts.AddRange(decided.Reasons.Select(Bullet));
        }

        if (incident.Winner is { } reviewed && incident.State.Reviews.TryGetValue(reviewed.Id, out var review) && review.Findings.Count > 0)
        {
            parts.AddRange([Text.Empty, Heading("Review")]);
            parts.AddRange(review.Findings.Select(f => Bullet($"{f.Rule}: {f.Message}")));
        }

        if (incident.Winner is null && incident.State.Candidates.MaxBy(c => c.Score) is { } best)
        {
            parts.AddRange([Text.Empty, Heading("Best evidence"), new DiffView(best.Diff)]);
        }

        if (incident.Baseline is { } baseline)
        {
            parts.AddRange([Text.Empty, Heading("Tests"), .. Tests(incident, baseline)]);
        }

        if (incident.State.Calls is { Latest.Count: > 0 } calls)
        {
            parts.AddRange([Text.Empty, Heading($"Chat models {Figures.Money(calls.Total.Cost)}"), .. Costs(calls)]);
        }

        if (incident.Deployment is { } deployment)
        {
            parts.AddRange([Text.Empty, Heading("Branch"), Branch(deployment)]);
            if (deployment.PullRequest is { } pullRequest)
            {
                parts.Add(Indented($"pull request: {SafeText.Clean(pullRequest)}"));
            }
        }

        var next = NextSteps.Of(incident, hints);
        if (next.Count > 0)
        {
            parts.AddRange([Text.Empty, Heading("Next")]);
            parts.AddRange(next.Select(step => new Lines(new Row().Column($"  {step.What}", 22, Palette.Quiet), step.Command, isForCopying: true)));
        }

        return new Rows(parts);
    }

    private static Rows Headline(IncidentView incident)
    {
        var (title, style) = Outcome.Title(incident.Status);
        var row = new Row().Add(title, style.Decoration(Decoration.Bold)).Add($"  {incident.Id}", Palette.Strong);
        row.Add($"  {Figures.Duration(incident.Worked)}", Palette.Quiet);
        return incident.Status is IncidentStatus.Resolved || incident.Reason is null
            ? new Rows(new Lines(row, null))
            : new Rows(new Lines(row, null), Indented(SafeText.Line(incident.Reason, 600)));
    }

    private static Text Heading(string text) => new(text, Palette.Strong);

    private static Lines Bullet(string text) => new(new Row().Add("  · "), SafeText.Line(text, 600));

    private static Lines Indented(string text) => new(new Row().Add("  "), text);

    private static IEnumerable<Lines> Table(Vote vote, IncidentView incident)
    {
        var ballots = vote.Ballots.OrderByDescending(b => b.Weight).ToList();
        var voters = Width("voter", ballots.Select(b => SafeText.Line(b.Voter, 30)));
        var stances = Width("stands behind", ballots.Select(Stance));
        yield return new Lines(new Row().Add("  ").Column("voter", voters, Palette.Quiet).Column("stands behind", stances, Palette.Quiet).Add("weight  reason", Palette.Quiet), null);
        foreach (var ballot in ballots)
        {
            var style = ballot.Candidate is not { } choice ? Palette.Quiet : incident.IsLikeWinner(choice) ? Palette.Good : Palette.Plain;
            var weight = ballot.Candidate is null ? "" : Figures.Probability(ballot.Weight);
            yield return new Lines(
                new Row().Add("  ").Column(SafeText.Line(ballot.Voter, 30), voters, style).Column(Stance(ballot), stances, style).Add($"{weight,6}  "),
                Reason(ballot));
        }
    }

    // That it abstains stands beside it.
    private static string Reason(Ballot ballot) =>
        SafeText.Line(ballot.Candidate is null && ballot.Reason.StartsWith(Abstains, StringComparison.Ordinal) ? ballot.Reason[Abstains.Length..] : ballot.Reason, 300);

    private static string Stance(Ballot ballot) => ballot.Candidate is { } id ? SafeText.Line(id, 40) : "abstains";

    private static int Width(string heading, IEnumerable<string> cells) => cells.Append(heading).Max(c => new Segment(c).CellCount()) + 2;

    private static IEnumerable<IRenderable> Tests(IncidentView incident, Baseline baseline)
    {
        var (failing, passing) = (baseline.FailToPass.Count, baseline.PassToPass.Count);
        yield return Indented($"before: {Figures.Number(failing)} failed, {Figures.Number(passing)} passed");
        if (failing == 0)
        {
            yield return Indented("no failing test showed it: the incident's text alone tells what is wrong");
        }

        if (incident.Proof is { } report)
        {
            var repaired = report.FailToPass.Values.Count(o => o == TestOutcome.Passed);
            var kept = report.PassToPass.Values.Count(o => o is TestOutcome.Passed or TestOutcome.Skipped);
            var all = report.FailToPass.Count + report.PassToPass.Count;
            yield return Indented($"after:  {Figures.Number(all - repaired - kept)} failed, {Figures.Number(repaired + kept)} passed{(report.Passed ? "" : $" ({SafeText.Line(report.Reason ?? "not proved")})")}");
        }

        foreach (var test in baseline.FailToPass.Take(5))
        {
            yield return Indented($"· {SafeText.Line(test, 300)}");
        }

        if (failing > 5)
        {
            yield return Indented($"· and {Figures.Number(failing - 5)} more");
        }
    }

    private static IEnumerable<Lines> Costs(CallHistory calls) => calls.ByModel.OrderByDescending(m => m.Value.Cost).Select(model =>
    {
        var sum = model.Value;
        var cached = sum.CachedTokens > 0 ? $" ({Figures.Number(sum.CachedTokens)} cached)" : "";
        var faults = sum.Faults > 0 ? $", {Figures.Count(sum.Faults, "fault")}" : "";
        return Indented(
            $"{SafeText.Line(model.Key, 30)}: {Figures.Money(sum.Cost)}, {Figures.Count(sum.Calls, "call")}{faults}, {Figures.Number(sum.InputTokens)} tokens in{cached}, {Figures.Number(sum.OutputTokens)} out");
    });

    private static string Short(string commit) => SafeText.Line(commit) is { Length: > 12 } full ? full[..12] : SafeText.Line(commit);

    private static Lines Branch(Deployment deployment) => Indented(
        deployment.Remote is { } remote
            ? $"{SafeText.Line(deployment.Branch)} pushed to {SafeText.Line(remote)} ({Short(deployment.Commit)})"
            : $"{SafeText.Line(deployment.Branch)} stays in the data folder: this was a dry run ({Short(deployment.Commit)})");
}
