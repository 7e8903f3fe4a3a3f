using SelfHealing.Ensemble;
using SelfHealing.Incidents;
using SelfHealing.Repair.Publishing;
using SelfHealing.Repairs;
using SelfHealing.Toolchains;

namespace SelfHealing.Repair.Tests.Publishing;

public sealed class PublicationTextTests
{
    [Fact]
    public void A_commit_message_tells_cause_fix_tests_and_vote()
    {
        var publication = PublicationText.Compose(Facts("ValueError: bad"));
        publication.PullRequestTitle.ShouldBe("Suggest a fix for total in cart.py");
        publication.Message.ShouldBe("""
            Suggest a fix for total in cart.py

            Root cause: ValueError: bad

            Fix: replace "a < b" by "a <= b" in total (shop/cart.py), proposed by
              mutation.

            Tests: failing tests that pass now: 1 of 1; passing tests that still pass: 2
              of 2.

            Vote: confidence 93 %. It reached the threshold for going on without asking.
            - 3 of 4 voters stand behind the same behaviour.

            SelfHealing-Incident: inc-23456789ab

            """);
    }

    [Fact]
    public void A_pull_request_suggests_and_explains()
    {
        var body = PublicationText.Compose(Facts("ValueError: bad") with { ApprovedBy = "Ada" }).PullRequestBody;
        body.ShouldStartWith("This is a suggestion");
        body.ShouldContain("```diff\n-    a < b\n+    a <= b\n```");
        body.ShouldContain("- `tests/test_cart.py::test_total` passes now");
        body.ShouldContain("The ensemble has confidence 93 %. Approved by `Ada`.");
        body.ShouldContain("- `template`: Abstains: no template fits.");
        body.ShouldNotContain("\n\n\n");
    }

    [Fact]
    public void A_lesson_is_told()
    {
        var facts = Facts("E");
        PublicationText.Compose(facts with { Winner = facts.Winner with { Lesson = "inc-2222222222" } }).Message.ShouldContain("Incident inc-2222222222 was solved alike.");
    }

    internal static PublicationFacts Facts(string foreign) => new(
        "inc-23456789ab",
        new IncidentReport { Repository = "/app", TestCommand = "pytest -q" },
        new RepairPlan(foreign, ["shop/cart.py"], "Try.", new SearchScope(1, false, [])),
        new Baseline(["tests/test_cart.py::test_total"], ["a", "b"], foreign, 1),
        new Candidate
        {
            Id = "r1-mutation-1",
            Voter = "mutation",
            Patch = new Patch([new TextEdit("shop/cart.py", 0, 1, "x")]),
            Diff = "-    a < b\n+    a <= b",
            NormalForm = "n",
            Operators = ["relational-operator"],
            Rank = 1,
            Score = 1,
            Size = 1,
            Before = "a < b",
            After = "a <= b",
            Function = "total",
        },
        new TestReport(
            new Dictionary<string, TestOutcome> { ["tests/test_cart.py::test_total"] = TestOutcome.Passed },
            new Dictionary<string, TestOutcome> { ["a"] = TestOutcome.Passed, ["b"] = TestOutcome.Skipped },
            true,
            null,
            1),
        new Vote(
            "r1-mutation-1",
            0.939,
            [new Ballot("mutation", "r1-mutation-1", 0.5, "Its first choice shows the winner's behaviour."), new Ballot("template", null, 0, "Abstains: no template fits.")],
            ["3 of 4 voters stand behind the same behaviour."]),
        "confidence");
}
