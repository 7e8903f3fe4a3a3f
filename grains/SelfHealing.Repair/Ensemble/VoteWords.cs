using SelfHealing.Ensemble;
using SelfHealing.Repairs;

namespace SelfHealing.Repair.Ensemble;

/// <summary>Tells a vote in plain words, most important first.</summary>
internal static class VoteWords
{
    public static IReadOnlyList<string> Winner(Standing winner, IReadOnlyList<Ballot> ballots, Tally tally, VoteInput input, bool isUndecided) =>
    [
        .. isUndecided ? ["Nothing decides between the behaviours that the candidates show: a person should choose."] : Array.Empty<string>(),
        Agreement(winner, tally),
        .. RunnerUp(tally, input),
        .. Evidence(winner.Representative, input),
        .. Tests(winner.Representative, input),
        .. Selectors(winner, input),
        .. Fused(winner),
        .. Smells(winner.Representative, input),
        .. ballots.Where(b => b.Candidate is null).Select(b => Abstention(b.Voter, b.Reason["Abstains: ".Length..])),
        .. SignalAbstentions(input),
    ];

    public static IReadOnlyList<string> NoWinner(VoteInput input) =>
    [
        input.Candidates.Count == 0 ? "No voter found a patch that passes the tests." : "No candidate may win.",
        .. input.Candidates.DistinctBy(c => c.Id).OrderBy(c => c.Id, StringComparer.Ordinal).Take(5)
            .Select(c => $"{c.Id} was set aside: {Gate.Refusal(c, input) ?? "it has no supporters"}."),
        .. input.Abstentions.OrderBy(a => a.Key, StringComparer.Ordinal)
            .Where(a => input.Candidates.All(c => c.Voter != a.Key)).Select(a => Abstention(a.Key, a.Value)),
    ];

    public static IReadOnlyList<Ballot> Ballots(Tally tally, VoteInput input)
    {
        var ballots = tally.Voters.Select(voter => FirstChoice(voter, tally));
        var refused = input.Candidates.Select(c => c.Voter).Except(tally.Voters)
            .Select(voter => new Ballot(voter, null, 0, $"Abstains: {WhyRefused(voter, input)}."));
        var silent = input.Abstentions
            .Where(a => input.Candidates.All(c => c.Voter != a.Key))
            .Select(a => new Ballot(a.Key, null, 0, $"Abstains: {a.Value.TrimEnd('.')}."));
        return [.. ballots.Concat(refused).Concat(silent).OrderBy(b => b.Voter, StringComparer.Ordinal)];
    }

    private static Ballot FirstChoice(string voter, Tally tally)
    {
        var (standing, candidate) = tally.FirstChoice(voter);
        var winner = tally.Ranking[0];
        var reason = standing == winner ? "Its first choice shows the winner's behaviour."
            : Tally.Proposes(voter, winner.Cluster) ? "Its first choice behaves differently; it also proposes the winner's behaviour."
            : "Its first choice behaves differently.";
        return new Ballot(voter, candidate.Id, Math.Round(tally.WeightOf(voter, standing.Cluster), 4), reason);
    }

    private static string Agreement(Standing winner, Tally tally)
    {
        var agreeing = tally.Voters.Count(v => Tally.Proposes(v, winner.Cluster));
        var first = tally.Voters.Count(v => tally.FirstChoice(v).Standing == winner);
        return tally.Voters.Count == 1 ? $"{tally.Voters[0]} is the only voter with a candidate."
            : $"{agreeing} of {tally.Voters.Count} voters stand behind the same behaviour{(first == agreeing ? "" : $", {first} of them as their first choice")}.";
    }

    private static IEnumerable<string> RunnerUp(Tally tally, VoteInput input)
    {
        if (tally.Ranking is not [var winner, var second, ..])
        {
            yield return "No candidate behaves differently.";
            yield break;
        }

        var total = tally.Ranking.Sum(s => s.Weight);
        var difference = input.Behaviour?.Separator is { } separator ? $"differs on {separator.TrimEnd('.')}" : "is another program";
        yield return $"The runner-up, {second.Representative.Id}, {difference}.";
        yield return $"The winner has {Percent(winner.Weight, total)} of the weight, the runner-up {Percent(second.Weight, total)}"
            + $"{(tally.Ranking.Count > 2 ? $", {tally.Ranking.Count - 2} more the rest" : "")}.";
    }

    private static IEnumerable<string> Evidence(Candidate winner, VoteInput input)
    {
        if (Unshown.Words(input.FailingTests, winner, input.Signals) is { } unshown)
        {
            yield return unshown;
            yield return $"On a clean checkout it broke none of {Count(input.PassingTests, "passing test")}.";
        }
        else
        {
            yield return $"A clean checkout proved it with {Count(input.FailingTests, "failing test")} and {Count(input.PassingTests, "passing test")}.";
        }

        if (winner.Lesson is not null)
        {
            yield return $"Memory suggested it: incident {winner.Lesson} was solved alike.";
        }
    }

    private static IEnumerable<string> Tests(Candidate winner, VoteInput input)
    {
        var telling = input.Signals.Where(TestSignals.IsTelling).ToList();
        var passed = telling.Where(s => s.Passed.Contains(winner.Id)).Select(s => s.Test).Order(StringComparer.Ordinal).ToList();
        var failed = telling.Where(s => s.Failed.Contains(winner.Id)).Select(s => s.Test).Order(StringComparer.Ordinal).ToList();
        var tried = passed.Count + failed.Count;
        var names = string.Join("; ", new[] { string.Join(", ", passed), failed.Count > 0 ? $"not {string.Join(", ", failed)}" : "" }.Where(n => n.Length > 0));
        return tried == 0 ? []
            : [$"It passes {passed.Count} of {Count(tried, "reproduction test")} that {(tried == 1 ? "tells" : "tell")} the candidates apart ({names})."];
    }

    private static IEnumerable<string> Selectors(Standing winner, VoteInput input)
    {
        var ids = winner.Cluster.Candidates.Select(c => c.Id).ToHashSet(StringComparer.Ordinal);
        return input.Selections.Values.All(id => id is null) ? []
            : [$"{input.Selections.Values.Count(id => id is not null && ids.Contains(id))} of {Count(Math.Max(input.Selectors, input.Selections.Count), "selector")} chose it."];
    }

    private static IEnumerable<string> Fused(Standing winner) => winner.Representative.Origin == CandidateOrigin.Fusion
        ? ["It is fused of edits that several models share; no whole patch agreed."]
        : [];

    private static IEnumerable<string> SignalAbstentions(VoteInput input) =>
        input.SignalAbstentions.OrderBy(a => a.Key, StringComparer.Ordinal).Select(a => Abstention(a.Key, a.Value));

    private static IEnumerable<string> Smells(Candidate winner, VoteInput input) =>
        input.Reviews[winner.Id].Findings.Select(f => $"The reviewer found: {f.Message.TrimEnd('.')}.");

    private static string Abstention(string voter, string reason) => $"{voter} abstained: {reason.TrimEnd('.')}.";

    private static string WhyRefused(string voter, VoteInput input) =>
        string.Join("; ", input.Candidates.Where(c => c.Voter == voter).OrderBy(c => c.Id, StringComparer.Ordinal)
            .Select(c => Gate.Refusal(c, input) ?? "it has no supporters").Distinct().Take(3));

    private static string Percent(double part, double total) => $"{(total > 0 ? 100 * part / total : 0):0} %";

    private static string Count(int number, string what) => $"{number} {what}{(number == 1 ? "" : "s")}";
}
