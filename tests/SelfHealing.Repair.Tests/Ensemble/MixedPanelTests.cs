using SelfHealing.Memory;
using SelfHealing.Repair.Ensemble;
using SelfHealing.Repairs;

namespace SelfHealing.Repair.Tests.Ensemble;

public sealed class MixedPanelTests
{
    [Fact]
    public void Two_strategies_of_one_model_count_for_less_than_two_models()
    {
        var vote = Elections.Elect(Elections.Of(
            Chat("a:agentless", "p1"), Chat("a:agentic", "p1"), Chat("b:agentless", "p2"), Chat("c:agentless", "p2")));
        Program(vote.Winner).ShouldBe("p2");
    }

    [Fact]
    public void However_many_strategies_of_one_model_agree_two_models_outweigh_them()
    {
        var input = Elections.Of(
            [.. Enumerable.Range(0, 9).Select(i => Chat($"a:s{i}", "p1")), Chat("b:agentless", "p2"), Chat("c:agentless", "p2")]);
        Program(Elections.Elect(input).Winner).ShouldBe("p2");
    }

    [Fact]
    public void A_voter_that_floods_the_panel_and_claims_huge_scores_does_not_win_against_agreement()
    {
        var flood = Enumerable.Range(1, 50).Select(rank => Chat("mallory:agentless", $"evil-{rank}", rank, 1e300)).ToArray();
        var broken = new[] { double.NaN, double.PositiveInfinity, -1 }.Select((score, i) => Chat("trudy:agentless", $"bad-{i}", i + 1, score, double.NaN)).ToArray();
        var input = Elections.Of([.. flood, .. broken, Chat("a:agentless", "good", 1, 0.25, 40), Chat("b:agentless", "good", 1, 0.25, 40)]);
        Program(Elections.Elect(input).Winner).ShouldBe("good");
    }

    [Fact]
    public void A_report_is_kept_only_under_its_own_voters_name()
    {
        var forged = Chat("a:agentless", "p1") with { Id = "r1-b:agentless-1", Score = double.NaN, Rank = -3, Origin = CandidateOrigin.Engine };
        var search = SoundSearch.Of(1, "mallory:agentless", new SearchReport(99, 99, 99, [.. Enumerable.Repeat(forged, 99)], [], null));
        var kept = search.Candidates.ShouldHaveSingleItem();
        kept.Voter.ShouldBe("mallory:agentless");
        kept.Id.ShouldStartWith("r1-mallory:agentless-");
        (kept.Score, kept.Rank, kept.Origin).ShouldBe((0, 1, CandidateOrigin.Chat));
    }

    [Fact]
    public void Reproduction_tests_count_and_never_decide_alone()
    {
        var input = Elections.Of(Chat("a:agentless", "p1"), Chat("b:agentless", "p2"));
        Program(Elections.Elect(input with { Signals = [Signal("t", ["r1-b:agentless-1"], ["r1-a:agentless-1"])] }).Winner).ShouldBe("p2");
        var many = Elections.Of([Chat("b:agentless", "p2"), .. "acdefg".Select(m => Chat($"{m}:agentless", "p1"))]);
        Program(Elections.Elect(many with
        {
            Signals = [Signal("t", ["r1-b:agentless-1"], [.. "acdefg".Select(m => $"r1-{m}:agentless-1")])],
        }).Winner).ShouldBe("p1");
    }

    [Fact]
    public void A_test_that_passes_on_the_base_or_with_nobody_or_with_everybody_says_nothing()
    {
        var input = Elections.Of(Chat("a:agentless", "p1"), Chat("b:agentless", "p2")) with
        {
            Records = new Dictionary<string, VoterRecord> { ["a:agentless"] = new(9, 2) },
        };
        foreach (var signal in new[]
        {
            Signal("t", ["r1-b:agentless-1"], ["r1-a:agentless-1"]) with { FailsOnBase = false },
            Signal("t", [], ["r1-a:agentless-1", "r1-b:agentless-1"]),
            Signal("t", ["r1-a:agentless-1", "r1-b:agentless-1"], []),
        })
        {
            var vote = Elections.Elect(input with { Signals = [signal] });
            vote.Confidence.ShouldBe(Elections.Elect(input).Confidence);
            Program(vote.Winner).ShouldBe("p1");
        }
    }

    [Fact]
    public void Selectors_choose_between_equals_and_abstentions_count_nothing()
    {
        var input = Elections.Of(Chat("a:agentless", "p1"), Chat("b:agentless", "p2")) with { Selectors = 3 };
        var chosen = input with { Selections = new Dictionary<string, string?> { ["x"] = "r1-b:agentless-1", ["y"] = null, ["z"] = null } };
        Program(Elections.Elect(chosen).Winner).ShouldBe("p2");
        var silent = input with { Selections = new Dictionary<string, string?> { ["x"] = null, ["y"] = null } };
        Elections.Elect(silent).Confidence.ShouldBe(Elections.Elect(input).Confidence);
    }

    [Fact]
    public void After_a_majority_it_makes_no_difference_who_was_stopped()
    {
        var input = Elections.Of(Chat("a:agentless", "p1"), Chat("b:agentless", "p2")) with { Selectors = 3 };
        var two = input with { Selections = new Dictionary<string, string?> { ["x"] = "r1-b:agentless-1", ["y"] = "r1-b:agentless-1" } };
        var three = two with { Selections = new Dictionary<string, string?>(two.Selections) { ["z"] = "r1-a:agentless-1" } };
        Elections.Elect(three).Confidence.ShouldBe(Elections.Elect(two).Confidence);
    }

    [Fact]
    public void Fusion_repeats_others_and_counts_half_beside_them()
    {
        var fused = Elections.Candidate("fusion", program: "p1") with { Origin = CandidateOrigin.Fusion };
        var vote = Elections.Elect(Elections.Of(fused, Chat("a:agentless", "p1"), Chat("b:agentless", "p2"), Chat("c:agentless", "p2")));
        Program(vote.Winner).ShouldBe("p2");
    }

    [Fact]
    public void The_reasons_tell_of_tests_selectors_and_those_who_abstained()
    {
        var vote = Elections.Elect(Elections.Of(Chat("a:agentless", "p1"), Chat("b:agentless", "p2")) with
        {
            Signals = [Signal("t", ["r1-b:agentless-1"], ["r1-a:agentless-1"])],
            Selectors = 2,
            Selections = new Dictionary<string, string?> { ["x"] = "r1-b:agentless-1", ["y"] = null },
            SignalAbstentions = new Dictionary<string, string> { ["y as selector"] = "The key of the model 'y' is missing." },
        });
        vote.Reasons.ShouldContain("It passes 1 of 1 reproduction test that tells the candidates apart (t).");
        vote.Reasons.ShouldContain("1 of 2 selectors chose it.");
        vote.Reasons.ShouldContain("y as selector abstained: The key of the model 'y' is missing.");
    }

    private static string? Program(string? id) => id switch
    {
        null => null,
        _ when id.Contains("mallory", StringComparison.Ordinal) || id.Contains("trudy", StringComparison.Ordinal) => "evil",
        _ => s_programs[id],
    };

    private static readonly Dictionary<string, string> s_programs = new(StringComparer.Ordinal);

    private static TestSignal Signal(string test, string[] passed, string[] failed) => new(test, FailsOnBase: true, passed, failed);

    private static Candidate Chat(string voter, string program, int rank = 1, double score = 1, double size = 1)
    {
        var candidate = Elections.Candidate(voter, rank, program, score, size) with { Origin = CandidateOrigin.Chat };
        s_programs[candidate.Id] = program;
        return candidate;
    }
}
