using SelfHealing.Repair.Ensemble;
using SelfHealing.Repairs;
using SelfHealing.Toolchains;

namespace SelfHealing.Repair.Tests.Ensemble;

public sealed class VoteRuleTests
{
    [Fact]
    public void The_leader_must_be_proven_before_it_wins()
    {
        var input = Elections.Of(Elections.Candidate("mutation"));
        VoteRule.Decide(input).ShouldBeOfType<NeedsTest>().Candidate.ShouldBe("r1-mutation-1");
        var decided = VoteRule.Decide(input with { Tests = new Dictionary<string, TestReport> { ["r1-mutation-1"] = Elections.Proof } });
        decided.ShouldBeOfType<Decided>().Vote.Winner.ShouldBe("r1-mutation-1");
    }

    [Fact]
    public void Who_leads_next_is_told_with_the_leader_one_for_each_behaviour_without_a_proof()
    {
        var input = Elections.Of(
                Elections.Candidate("mutation"), Elections.Candidate("template"), Elections.Candidate("condition", size: 2), Elections.Candidate("lesson", size: 3))
            .Alike(["r1-mutation-1", "r1-template-1"], ["r1-condition-1"], ["r1-lesson-1"]);
        var proven = input with { Tests = new Dictionary<string, TestReport> { ["r1-condition-1"] = Elections.Proof } };
        VoteRule.Decide(input).ShouldBeOfType<NeedsTest>().Next.ShouldBe(["r1-condition-1", "r1-lesson-1"]);
        VoteRule.Decide(proven).ShouldBeOfType<NeedsTest>().Next.ShouldBe(["r1-lesson-1"]);
    }

    [Fact]
    public void When_the_leader_is_refuted_the_next_one_is_tested()
    {
        var input = Elections.Of(Elections.Candidate("mutation"), Elections.Candidate("template", size: 3));
        var (vote, tested) = Elections.Run(input, id => id != "r1-mutation-1");
        tested.ShouldBe(["r1-mutation-1", "r1-template-1"]);
        vote.Winner.ShouldBe("r1-template-1");
        vote.Ballots.ShouldContain(b => b.Voter == "mutation" && b.Candidate == null && b.Reason == "Abstains: it failed on the clean checkout.");
    }

    [Fact]
    public void Voters_that_agree_on_a_behaviour_beat_one_with_many_candidates()
    {
        var vote = Elections.Elect(Elections.Of(
                Elections.Candidate("mutation", 1), Elections.Candidate("mutation", 2), Elections.Candidate("mutation", 3), Elections.Candidate("mutation", 4),
                Elections.Candidate("template", 1), Elections.Candidate("condition", 1))
            .Alike(["r1-mutation-1", "r1-mutation-2", "r1-mutation-3", "r1-mutation-4"], ["r1-template-1", "r1-condition-1"]));
        vote.Winner.ShouldBe("r1-condition-1");
        vote.Reasons.ShouldContain("2 of 3 voters stand behind the same behaviour.");
        vote.Reasons.ShouldContain("The runner-up, r1-mutation-1, differs on f([1, 2], 3).");
    }

    [Fact]
    public void Equal_programs_are_one_and_all_their_voters_count()
    {
        var vote = Elections.Elect(Elections.Of(
            Elections.Candidate("a", program: "same"), Elections.Candidate("b", program: "same"), Elections.Candidate("c", program: "other")));
        vote.Winner.ShouldBe("r1-a-1");
        vote.Reasons[0].ShouldBe("2 of 3 voters stand behind the same behaviour.");
    }

    [Fact]
    public void When_nothing_decides_a_person_is_asked_and_sees_the_separating_input()
    {
        var vote = Elections.Elect(Elections.Of(Elections.Candidate("a"), Elections.Candidate("b")).Alike(["r1-a-1"], ["r1-b-1"]));
        vote.Confidence.ShouldBeLessThanOrEqualTo(0.5);
        vote.Reasons[0].ShouldStartWith("Nothing decides");
        vote.Reasons.ShouldContain(r => r.Contains("differs on f([1, 2], 3)", StringComparison.Ordinal));
    }

    [Fact]
    public void Clear_agreement_on_one_behaviour_is_enough_to_go_on_alone()
    {
        var vote = Elections.Elect(Elections.Of(Elections.Candidate("a"), Elections.Candidate("b"), Elections.Candidate("c"))
            .Alike(["r1-a-1", "r1-b-1", "r1-c-1"]));
        vote.Confidence.ShouldBeGreaterThan(0.9);
    }

    [Fact]
    public void A_smelling_winner_is_left_to_a_person()
    {
        var candidate = Elections.Candidate("a");
        var vote = Elections.Elect(Elections.Of(candidate) with
        {
            Reviews = new Dictionary<string, Review>
            {
                [candidate.Id] = new(true, [new ReviewFinding("overfit/constant-condition", "The condition is always true.")], 0.3),
            },
        });
        vote.Confidence.ShouldBeLessThan(0.9);
        vote.Reasons.ShouldContain("The reviewer found: The condition is always true.");
    }

    [Fact]
    public void Ties_go_to_the_fewest_edits_and_then_to_the_earliest_rank()
    {
        Elections.Elect(Elections.Of(Elections.Candidate("a", size: 2), Elections.Candidate("b", size: 1))).Winner.ShouldBe("r1-b-1");
        var second = Elections.Candidate("a", rank: 2);
        Elections.Elect(Elections.Of(second, Elections.Candidate("b", rank: 1))).Winner.ShouldBe("r1-b-1");
    }

    [Fact]
    public void A_far_better_score_beats_a_lonely_rival_and_yields_to_agreement()
    {
        var strong = Elections.Candidate("a", score: 0.4);
        Elections.Elect(Elections.Of(strong, Elections.Candidate("b", score: 0.1))).Winner.ShouldBe(strong.Id);
        var many = new[] { "b", "c", "d" }.Select(v => Elections.Candidate(v, program: "same", score: 0.1)).ToArray();
        Elections.Elect(Elections.Of([strong, .. many])).Winner.ShouldBe("r1-b-1");
    }

    [Fact]
    public void An_abstention_is_told_with_its_reason()
    {
        var vote = Elections.Elect(Elections.Of(Elections.Candidate("a")) with
        {
            Abstentions = new Dictionary<string, string> { ["templates"] = "no template fits." },
        });
        vote.Reasons.ShouldContain("templates abstained: no template fits.");
    }

    [Fact]
    public void Without_candidates_nobody_wins()
    {
        var vote = Elections.Elect(Elections.Of() with { Abstentions = new Dictionary<string, string> { ["a"] = "the model timed out" } });
        vote.Winner.ShouldBeNull();
        vote.Confidence.ShouldBe(0);
        vote.Reasons.ShouldBe(["No voter found a patch that passes the tests.", "a abstained: the model timed out."]);
    }

    [Fact]
    public void Of_equal_weights_the_cluster_that_faults_less_wins()
    {
        var input = Elections.Of(Elections.Candidate("a"), Elections.Candidate("b")) with
        {
            Behaviour = new BehaviourReport([new BehaviourCluster(["r1-a-1"], 0.8, 0), new BehaviourCluster(["r1-b-1"], 0.1, 0)], 10, "f(0)"),
        };
        Elections.Elect(input).Winner.ShouldBe("r1-b-1");
    }
}
