using SelfHealing.Agents;
using SelfHealing.Incidents;
using SelfHealing.Repair.Planning;
using SelfHealing.Repairs;
using SelfHealing.Toolchains;

namespace SelfHealing.Repair.Tests.Planning;

public sealed class BuiltInPlannerTests
{
    private static readonly IncidentReport s_report = new() { Repository = "/app", TestCommand = "pytest" };

    private static readonly Suspicion[] s_suspicions =
    [
        new("shop/cart.py", 31, "total", 1), new("shop/cart.py", 33, "total", 1), new("shop/cart.py", 40, "add", 0.5),
        new("tests/test_cart.py", 5, "test_total", 1), new("shop/item.py", 3, "", 0.7),
    ];

    [Fact]
    public void The_root_cause_names_the_error_the_place_and_the_test()
    {
        var plan = BuiltInPlanner.Plan(Task(1, "ZeroDivisionError: division by zero"));
        plan.RootCause.ShouldBe(
            "The code raises ZeroDivisionError (division by zero), most likely because of total in shop/cart.py, lines 31 to 33. tests/test_cart.py::test_total shows it.");
        plan.FixStrategy.ShouldBe("Try single edits at the most suspicious lines, up to 3,000 candidates a voter; look at divisors and their guards first.");
    }

    [Fact]
    public void Files_that_policy_protects_are_not_affected_files() =>
        BuiltInPlanner.Plan(Task(1, "AssertionError")).AffectedFiles.ShouldBe(["shop/cart.py", "shop/item.py"]);

    [Fact]
    public void A_fault_without_any_trace_still_has_a_plan()
    {
        var plan = BuiltInPlanner.Plan(new PlanningTask(1, s_report, new Baseline([], [], "", 0), [], []));
        plan.RootCause.ShouldBe("A test fails without naming an exception, and no line stands out. No failing test shows it.");
        plan.AffectedFiles.ShouldBeEmpty();
    }

    [Fact]
    public void The_first_round_tries_single_edits_and_the_later_ones_pairs_of_what_helped()
    {
        var first = BuiltInPlanner.Plan(Task(1, "", Search(3, 7)));
        first.Scope.Seeds.ShouldBeEmpty();
        (first.Scope with { Seeds = [] }).ShouldBe(new SearchScope(3_000, Pairs: false, []));
        var second = BuiltInPlanner.Plan(Task(2, "", Search(3_000, 7, 9), Search(500, 9, 11)));
        second.Scope.Seeds.ShouldBe([7, 9, 11]);
        (second.Scope with { Seeds = [] }).ShouldBe(new SearchScope(8_000, Pairs: true, []));
        second.FixStrategy.ShouldContain("starting from 3 that fixed some test and broke none");
        BuiltInPlanner.Plan(Task(3, "", Search(3_000, 7))).Scope.MaxCandidates.ShouldBe(20_000);
    }

    [Fact]
    public void A_round_that_would_repeat_the_search_is_not_worth_planning()
    {
        SearchScopes.Next(1, []).ShouldNotBeNull();
        SearchScopes.Next(2, [Search(500)]).ShouldNotBeNull();
        SearchScopes.Next(2, [Search(0), Search(0)]).ShouldBeNull();
        SearchScopes.Next(3, [Search(500), Search(900)]).ShouldBeNull();
        SearchScopes.Next(3, [Search(3_000), Search(7_999)]).ShouldBeNull();
        SearchScopes.Next(3, [Search(3_000), Search(8_000)]).ShouldNotBeNull();
        SearchScopes.Next(4, [Search(50_000)]).ShouldBeNull();
    }

    private static SearchReport Search(int generated, params int[] partial) => new(generated, generated, 0, [], partial, "found nothing");

    private static PlanningTask Task(int round, string error, params SearchReport[] earlier) =>
        new(round, s_report, new Baseline(["tests/test_cart.py::test_total"], [], error, 1), s_suspicions, earlier);
}
