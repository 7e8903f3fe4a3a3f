using SelfHealing.Ensemble;
using SelfHealing.Repairs;

namespace SelfHealing.Repair.Ensemble;

/// <summary>The ensemble's decision: gate → normal form → behaviour clusters → weights → winner, confidence and reasons.</summary>
/// <remarks>
/// Pure, and total: asked again with the tester's report of the leader it named, it ends after at most one test per program.
/// The gate and the normal form are those of Agentless (Xia et al., 2024); instead of samples, voters count, once for each behaviour.
/// Only the leader is ever tested. Voters that proposed nothing abstain and change nothing.
/// </remarks>
public static class VoteRule
{
    // A runner-up this close to the winner means that nothing decides: a person is asked.
    private const double TooClose = 0.95;

    /// <summary>Highest confidence where nothing decides.</summary>
    internal const double UndecidedConfidence = 0.5;

    /// <summary>Decides with the coefficients in use.</summary>
    public static VoteOutcome Decide(VoteInput input) => Decide(input, ConfidenceModel.Default);

    /// <summary>Decides.</summary>
    public static VoteOutcome Decide(VoteInput input, ConfidenceModel model)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(model);
        var tally = new Tally(Cluster.Of(Gate.Admit(input), input), input);
        return tally.Ranking switch
        {
            [] => new Decided(new Vote(null, 0, VoteWords.Ballots(tally, input), VoteWords.NoWinner(input))),
            [var leader, ..] when IsUntested(leader) => new NeedsTest(leader.Representative.Id)
            {
                Next = [.. tally.Ranking.Skip(1).Where(IsUntested).Select(s => s.Representative.Id)],
            },
            [var winner, ..] => new Decided(Elect(winner, tally, input, model)),
        };

        bool IsUntested(Standing standing) => !input.Tests.ContainsKey(standing.Representative.Id);
    }

    /// <summary>The behaviours that stand for election, heaviest first, one candidate for each.</summary>
    public static IReadOnlyList<Candidate> Standing(VoteInput input, int most)
    {
        ArgumentNullException.ThrowIfNull(input);
        return [.. new Tally(Cluster.Of(Gate.Admit(input), input), input).Ranking.Take(most).Select(s => s.Representative)];
    }

    /// <summary>What the confidence in the present leader would rest on; null when nobody may win.</summary>
    public static ConfidenceFeatures? FeaturesOfLeader(VoteInput input)
    {
        ArgumentNullException.ThrowIfNull(input);
        var tally = new Tally(Cluster.Of(Gate.Admit(input), input), input);
        return tally.Ranking is [var leader, ..] ? Features(leader, tally, input) : null;
    }

    internal static bool IsTooClose(double second, double winner) => second >= TooClose * winner;

    private static Vote Elect(Standing winner, Tally tally, VoteInput input, ConfidenceModel model)
    {
        var isUndecided = tally.Ranking is [_, var second, ..] && IsTooClose(second.Weight, winner.Weight);
        var confidence = model.Of(Features(winner, tally, input));
        if (!Unshown.MayGoUnasked(input.FailingTests, winner.Representative, input.Signals))
        {
            confidence = Math.Min(confidence, Unshown.HighestConfidence);
        }

        var ballots = VoteWords.Ballots(tally, input);
        return new Vote(
            winner.Representative.Id,
            isUndecided ? Math.Min(confidence, UndecidedConfidence) : confidence,
            ballots,
            VoteWords.Winner(winner, ballots, tally, input, isUndecided));
    }

    private static ConfidenceFeatures Features(Standing winner, Tally tally, VoteInput input)
    {
        var total = tally.Ranking.Sum(s => s.Weight);
        var program = winner.Cluster.Contenders.First(c => c.Candidates.Contains(winner.Representative));
        return new ConfidenceFeatures(
            Share: total > 0 ? winner.Weight / total : 1.0 / tally.Ranking.Count,
            Agreeing: Tally.Agreeing(winner.Cluster),
            Rivals: tally.Ranking.Count - 1,
            Review: input.Reviews[winner.Representative.Id].Score,
            Rank: program.Candidates.Min(c => c.Rank),
            Size: program.Candidates.Min(c => c.Size),
            Tests: input.FailingTests + input.PassingTests,
            HasLesson: program.Candidates.Any(c => c.Lesson is not null));
    }
}
