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
        var plan = BuiltInPlanner.Plan(Task(previous: null, "ZeroDivisionError: division by zero"));
        plan.RootCause.ShouldBe(
            "The code raises ZeroDivisionError (division by zero), most likely because of total in shop/cart.py, lines 31 to 33. tests/test_cart.py::test_total shows it.");
        plan.FixStrategy.ShouldBe("Try the likeliest single edits at the most suspicious lines, up to 100 candidates a voter; look at divisors and their guards first.");
    }

    [Fact]
    public void Files_that_policy_protects_are_not_affected_files() =>
        BuiltInPlanner.Plan(Task(previous: null, "AssertionError")).AffectedFiles.ShouldBe(["shop/cart.py", "shop/item.py"]);

    [Fact]
    public void A_fault_without_any_trace_still_has_a_plan()
    {
        var plan = BuiltInPlanner.Plan(new PlanningTask(1, s_report, new Baseline([], [], "", 0), [], PreviousScope: null, []));
        plan.RootCause.ShouldBe("The incident's text names no exception, and no line stands out. No failing test shows it.");
        plan.AffectedFiles.ShouldBeEmpty();
    }

    [Fact]
    public void The_first_round_tries_the_likeliest_edits_and_the_second_the_rest_of_them()
    {
        var first = BuiltInPlanner.Plan(Task(previous: null, ""));
        first.Scope.From.ShouldBe(0);
        first.Scope.Pairs.ShouldBeFalse();
        var second = BuiltInPlanner.Plan(Task(first.Scope, "", Search(first.Scope.MaxCandidates), Search(12)));
        second.Scope.From.ShouldBe(first.Scope.MaxCandidates);
        second.Scope.Pairs.ShouldBeFalse();
        second.FixStrategy.ShouldContain("Go on with single edits");
    }

    [Fact]
    public void Pairs_come_last_and_start_from_what_helped()
    {
        var first = SearchScopes.Next(previous: null, [])!;
        var pairs = BuiltInPlanner.Plan(Task(first, "", Search(3, 7, 9), Search(20, 9, 11)));
        pairs.Scope.Pairs.ShouldBeTrue();
        pairs.Scope.Seeds.ShouldBe([7, 9, 11]);
        pairs.FixStrategy.ShouldContain("starting from 3 that fixed some test and broke none");
    }

    [Fact]
    public void A_round_that_would_repeat_the_search_is_not_worth_planning()
    {
        var first = SearchScopes.Next(previous: null, [])!;
        SearchScopes.Next(first, [Search(0), Search(0)]).ShouldBeNull();
        var rest = SearchScopes.Next(first, [Search(first.MaxCandidates)])!;
        var pairs = SearchScopes.Next(rest, [Search(first.MaxCandidates), Search(5)])!;
        SearchScopes.Next(pairs, [Search(50_000)]).ShouldBeNull();
    }

    private static SearchReport Search(int generated, params int[] partial) => new(generated, generated, 0, [], partial, "found nothing");

    private static PlanningTask Task(SearchScope? previous, string error, params SearchReport[] earlier) =>
        new(1, s_report, new Baseline(["tests/test_cart.py::test_total"], [], error, 1), s_suspicions, previous, earlier);
}
