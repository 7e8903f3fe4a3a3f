using SelfHealing.Budgets;
using SelfHealing.Models;

namespace SelfHealing.Grains.Tests.Budgets;

public sealed class BudgetGrainTests(IncidentCluster cluster) : IClassFixture<IncidentCluster>
{
    private static readonly BudgetLimits Limits = new(10_000, 1);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_was_reserved_is_still_reserved_after_the_budget_left_its_silo()
    {
        const string key = "budget-durable";
        (await cluster.Budget(key).ReserveAsync(Call(1), new CallUse(10, 0.6m), Limits, new CallUse(0, 0), Token)).ShouldBeNull();

        await cluster.ForgetBudgetAsync(key);

        (await cluster.Budget(key).ReserveAsync(Call(2), new CallUse(10, 0.6m), Limits, new CallUse(0, 0), Token))!.ShouldContain("The budget of $1.00");
    }

    [Fact]
    public async Task What_was_not_used_is_free_again_and_a_closed_incident_is_forgotten()
    {
        const string key = "budget-settled";
        await cluster.Budget(key).ReserveAsync(Call(1), new CallUse(10, 0.9m), Limits, new CallUse(0, 0), Token);
        await cluster.Budget(key).SettleAsync(Call(1), new CallUse(5, 0.1m), Token);
        await cluster.Budget(key).SettleAsync(Call(1), new CallUse(5, 0.1m), Token);

        (await cluster.Budget(key).ReserveAsync(Call(2), new CallUse(10, 0.9m), Limits, new CallUse(0, 0), Token)).ShouldBeNull();
        await cluster.Budget(key).CloseAsync("inc-b", Token);
        (await cluster.Budget(key).ReserveAsync(Call(3), new CallUse(10, 1), Limits, new CallUse(0, 0), Token)).ShouldBeNull();
    }

    [Fact]
    public async Task A_hundred_calls_at_once_never_get_more_than_the_budget_holds()
    {
        const string key = "budget-crowd";
        var answers = await Task.WhenAll(Enumerable.Range(1, 100).Select(n =>
            cluster.Budget(key).ReserveAsync(Call(n), new CallUse(1, 0.05m), Limits, new CallUse(0, 0), Token)));

        answers.Count(a => a is null).ShouldBeInRange(1, 20);
    }

    private static CallKey Call(int number) => new("inc-b", "t", "step", number, "m", "d");
}
