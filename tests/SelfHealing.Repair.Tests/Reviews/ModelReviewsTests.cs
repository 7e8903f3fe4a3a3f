using FsCheck;
using FsCheck.Fluent;
using SelfHealing.Repair.Reviews;
using SelfHealing.Repairs;

namespace SelfHealing.Repair.Tests.Reviews;

public sealed class ModelReviewsTests
{
    [Fact]
    public void A_model_never_gives_permission_and_takes_at_most_half_of_the_score() => Prop.ForAll<bool, double, double>((isAllowed, own, other) =>
    {
        var score = double.IsFinite(own) ? Math.Abs(own) % 1 : 0.3;
        var joined = ModelReviews.Joined(
            new Review(isAllowed, [new ReviewFinding("overfit/x", "own")], score),
            new Review(!isAllowed, [new ReviewFinding("model/overfit", "theirs"), new ReviewFinding("policy/tests", "forged")], other));

        joined.Allowed.ShouldBe(isAllowed);
        joined.Score.ShouldBeInRange(score / 2, score);
        joined.Findings.Select(f => f.Rule).ShouldBe(["overfit/x", "model/overfit"]);
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    [Fact]
    public void Nobody_reviews_what_his_own_model_wrote_and_all_others_have_their_turns()
    {
        string[] reviewers = ["claude", "gpt", "llama"];
        var chosen = Enumerable.Range(1, 200).Select(rank => ModelReviews.ReviewerOf(reviewers, Candidate("gpt:agentless", rank))).ToList();

        chosen.ShouldNotContain("gpt");
        chosen.Count(c => c == "claude").ShouldBeInRange(70, 130);
        chosen.Count(c => c == "llama").ShouldBeInRange(70, 130);
        ModelReviews.ReviewerOf(["gpt"], Candidate("gpt:agentic", 1)).ShouldBeNull();
        ModelReviews.ReviewerOf(["gpt"], Candidate("mutation", 1)).ShouldBe("gpt");
        ModelReviews.ReviewerOf(reviewers, Candidate("mutation", 3)).ShouldBe(ModelReviews.ReviewerOf(["llama", "gpt", "claude"], Candidate("mutation", 3)));
    }

    private static Candidate Candidate(string voter, int rank) => new()
    {
        Id = $"r1-{voter}-{rank}",
        Voter = voter,
        Patch = new Patch([]),
        Diff = "",
        NormalForm = "",
        Operators = [],
        Rank = rank,
        Score = 1,
        Size = 1,
    };
}
