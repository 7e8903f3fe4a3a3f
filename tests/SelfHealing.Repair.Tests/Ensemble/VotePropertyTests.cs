using FsCheck;
using FsCheck.Fluent;
using SelfHealing.Memory;
using SelfHealing.Repair.Ensemble;
using SelfHealing.Repairs;

namespace SelfHealing.Repair.Tests.Ensemble;

public sealed class VotePropertyTests
{
    [Fact]
    public void The_order_of_candidates_voters_and_clusters_never_changes_the_decision() => Holds(input =>
    {
        var (vote, _) = Elections.Run(input, _ => true);
        var turned = input with
        {
            Candidates = [.. input.Candidates.Reverse()],
            Reviews = input.Reviews.Reverse().ToDictionary(),
            Records = input.Records.Reverse().ToDictionary(),
            Abstentions = input.Abstentions.Reverse().ToDictionary(),
            Behaviour = input.Behaviour is { } b
                ? b with { Clusters = [.. b.Clusters.Reverse().Select(c => c with { Candidates = [.. c.Candidates.Reverse()] })] }
                : null,
        };
        var (again, _) = Elections.Run(turned, _ => true);
        again.Winner.ShouldBe(vote.Winner);
        again.Confidence.ShouldBe(vote.Confidence);
        again.Ballots.ShouldBe(vote.Ballots);
        again.Reasons.ShouldBe(vote.Reasons);
    });

    [Fact]
    public void One_more_abstention_never_changes_the_winner_or_the_confidence() => Holds(input =>
    {
        var vote = Elections.Elect(input);
        var again = Elections.Elect(input with { Abstentions = new Dictionary<string, string>(input.Abstentions) { ["late"] = "no answer" } });
        again.Winner.ShouldBe(vote.Winner);
        again.Confidence.ShouldBe(vote.Confidence);
        again.Ballots.ShouldContain(b => b.Voter == "late" && b.Candidate == null && b.Weight == 0);
    });

    [Fact]
    public void A_voter_that_repeats_itself_gains_nothing() => Holds(input =>
    {
        if (input.Candidates.Count == 0)
        {
            return;
        }

        var first = input.Candidates[0];
        var copies = Enumerable.Range(100, 5).Select(rank => first with { Id = $"r1-{first.Voter}-{rank}", Rank = rank }).ToList();
        var stuffed = input with
        {
            Candidates = [.. input.Candidates, .. copies],
            Reviews = input.Reviews.TryGetValue(first.Id, out var review)
                ? input.Reviews.Concat(copies.Select(c => KeyValuePair.Create(c.Id, review))).ToDictionary()
                : input.Reviews,
        };
        var vote = Elections.Elect(input);
        var again = Elections.Elect(stuffed);
        again.Winner.ShouldBe(vote.Winner);
        again.Confidence.ShouldBe(vote.Confidence);
        again.Ballots.Select(b => (b.Voter, b.Weight)).ShouldBe(vote.Ballots.Select(b => (b.Voter, b.Weight)));
    });

    [Fact]
    public void A_candidate_that_is_forbidden_unreviewed_or_refuted_never_wins() => Holds(input =>
    {
        var refuted = new HashSet<string>(input.Tests.Where(t => !t.Value.Passed).Select(t => t.Key));
        var (vote, _) = Elections.Run(input, id =>
        {
            var proves = id.Length % 2 == 0;
            if (!proves)
            {
                refuted.Add(id);
            }

            return proves;
        });
        if (vote.Winner is { } winner)
        {
            input.Reviews[winner].Allowed.ShouldBeTrue();
            var program = input.Candidates.Single(c => c.Id == winner).NormalForm;
            input.Candidates.Where(c => c.NormalForm == program).ShouldAllBe(c => !refuted.Contains(c.Id));
        }
    });

    [Fact]
    public void The_vote_always_ends_and_never_asks_for_the_same_test_twice() => Holds(input =>
    {
        var (vote, tested) = Elections.Run(input, _ => false);
        tested.Count.ShouldBeLessThanOrEqualTo(input.Candidates.Select(c => c.NormalForm).Distinct().Count());
        (vote.Winner is null || input.Tests[vote.Winner].Passed).ShouldBeTrue();
    });

    [Fact]
    public void Every_winner_is_proven_and_every_loss_has_reasons() => Holds(input =>
    {
        var proven = input.Tests.Where(t => t.Value.Passed).Select(t => t.Key).ToHashSet();
        var (vote, _) = Elections.Run(input, id => proven.Add(id) || true);
        (vote.Winner is null || proven.Contains(vote.Winner)).ShouldBeTrue();
        vote.Reasons.ShouldNotBeEmpty();
        vote.Reasons.ShouldAllBe(r => r.EndsWith('.'));
        vote.Confidence.ShouldBeInRange(0, 1);
        (vote.Winner is null).ShouldBe(vote.Confidence == 0);
    });

    [Fact]
    public void Every_voter_has_exactly_one_ballot() => Holds(input =>
        Elections.Elect(input).Ballots.Select(b => b.Voter).ShouldBe(
            input.Candidates.Select(c => c.Voter).Union(input.Abstentions.Keys).Order(StringComparer.Ordinal)));

    [Fact]
    public void One_more_voter_for_the_winner_never_lowers_the_confidence() => Holds(input =>
    {
        var (vote, _) = Elections.Run(input, _ => true);
        if (vote.Winner is not { } id)
        {
            return;
        }

        var winner = input.Candidates.Single(c => c.Id == id);
        var echo = winner with { Id = "r1-echo-1", Voter = "echo", Rank = 1 };
        var again = Elections.Elect(input with
        {
            Candidates = [.. input.Candidates, echo],
            Reviews = new Dictionary<string, Review>(input.Reviews) { [echo.Id] = input.Reviews[id] },
            Behaviour = input.Behaviour is { } b
                ? b with { Clusters = [.. b.Clusters.Select(c => c.Candidates.Contains(id) ? c with { Candidates = [.. c.Candidates, echo.Id] } : c)] }
                : null,
        });
        input.Candidates.Append(echo).Single(c => c.Id == again.Winner).NormalForm.ShouldBe(winner.NormalForm);
        again.Confidence.ShouldBeGreaterThanOrEqualTo(vote.Confidence - 1e-12);
    });

    [Fact]
    public void Of_two_equal_candidates_that_of_the_voter_with_the_better_record_wins() =>
        Prop.ForAll(Gen.Choose(1, 50).Two().ToArbitrary(), pair =>
        {
            var (worse, better) = (Math.Min(pair.Item1, pair.Item2), Math.Max(pair.Item1, pair.Item2) + 1);
            var vote = Elections.Elect(Elections.Of(Elections.Candidate("a"), Elections.Candidate("b")) with
            {
                Records = new Dictionary<string, VoterRecord> { ["a"] = new(worse, 10), ["b"] = new(better, 10) },
            });
            vote.Winner.ShouldBe("r1-b-1");
        }).QuickCheckThrowOnFailure();

    private static void Holds(Action<VoteInput> property) => Prop.ForAll(Elections.Any, property).Check(Config.QuickThrowOnFailure.WithMaxTest(400));
}
