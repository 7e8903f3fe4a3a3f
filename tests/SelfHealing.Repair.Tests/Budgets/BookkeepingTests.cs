using FsCheck;
using FsCheck.Fluent;
using SelfHealing.Budgets;
using SelfHealing.Models;
using SelfHealing.Repair.Budgets;

namespace SelfHealing.Repair.Tests.Budgets;

public sealed class BookkeepingTests
{
    private static readonly DateOnly Day = new(2026, 11, 25);
    private static readonly BudgetLimits Tenant = new(1_000_000, 100);

    [Fact]
    public void Over_1000_incidents_with_random_prices_failures_and_crashes_no_limit_is_overshot_by_more_than_one_call()
    {
        var spending = new SimulatedSpending(seed: 1).Run(1000);

        spending.Granted.ShouldBeGreaterThan(1000);
        spending.Refused.ShouldBeGreaterThan(1000);
        ShouldHold(spending);
    }

    [Fact]
    public void Whatever_happens_to_a_few_incidents_overshoot_is_at_most_one_call_and_nothing_is_charged_twice() =>
        Prop.ForAll(Gen.Choose(1, int.MaxValue - 1).ToArbitrary(), seed => ShouldHold(new SimulatedSpending(seed).Run(1 + seed % 12))).QuickCheckThrowOnFailure();

    [Fact]
    public void Calls_side_by_side_that_all_overrun_their_estimate_overshoot_by_one_of_them_at_most()
    {
        var limits = new BudgetLimits(1000, 100);
        var book = AccountBook.Empty;
        var granted = new List<CallKey>();
        for (var number = 1; number <= 10; number++)
        {
            var (after, refusal) = Bookkeeping.Reserve(book, Call($"a/{number}"), new(100, 0), new(0, 0), limits, Tenant, Day);
            book = after;
            granted.AddRange(refusal is null ? [Call($"a/{number}")] : []);
        }

        foreach (var call in granted)
        {
            book = Bookkeeping.Settle(book, call, new(300, 0), Day);
        }

        granted.Count.ShouldBe(4);
        Bookkeeping.Held(book, "inc-a").Tokens.ShouldBeLessThanOrEqualTo(1000 + 300);
    }

    [Fact]
    public void A_reservation_that_is_asked_for_twice_is_held_once()
    {
        var book = Granted(AccountBook.Empty, Call("a/1"), new(100, 1));
        book = Granted(book, Call("a/1"), new(100, 1));

        Bookkeeping.Held(book, "inc-a").ShouldBe(new CallUse(100, 1));
    }

    [Fact]
    public void Settling_twice_charges_once_and_frees_what_was_not_used()
    {
        var book = Granted(AccountBook.Empty, Call("a/1"), new(100, 1));
        book = Bookkeeping.Settle(book, Call("a/1"), new(40, 0.4m), Day);
        book = Bookkeeping.Settle(book, Call("a/1"), new(40, 0.4m), Day);

        Bookkeeping.Held(book, "inc-a").ShouldBe(new CallUse(40, 0.4m));
        book.Days["2026-11-25"].ShouldBe(new CallUse(40, 0.4m));
    }

    [Fact]
    public void A_call_that_might_cost_more_than_is_left_is_refused_with_the_budget_and_what_to_do()
    {
        var book = Granted(AccountBook.Empty, Call("a/1"), new(100, 4.5m));
        var (after, refusal) = Bookkeeping.Reserve(book, Call("a/2"), new(100, 0.6m), new(0, 0), new(1000, 5), Tenant, Day);

        after.ShouldBe(book);
        refusal!.Sentence("inc-a").ShouldBe(
            "The budget of $5.00 of incident inc-a does not hold another call: $4.50 is spent or reserved, and the call might use $0.60. Give the next one more with --max-cost DOLLARS.");
    }

    [Fact]
    public void A_tenants_day_is_limited_over_all_its_incidents_and_the_next_day_is_a_new_one()
    {
        var day = new BudgetLimits(150, 100);
        var (book, _) = Bookkeeping.Reserve(AccountBook.Empty, Call("a/1"), new(100, 1), new(0, 0), new(1000, 5), day, Day);
        book = Bookkeeping.Settle(book, Call("a/1"), new(100, 1), Day);
        var other = Call("b/1") with { Incident = "inc-b" };

        Bookkeeping.Reserve(book, other, new(100, 1), new(0, 0), new(1000, 5), day, Day).Refusal!.Owner.ShouldBe(BudgetOwner.Tenant);
        Bookkeeping.Reserve(book, other, new(100, 1), new(0, 0), new(1000, 5), day, Day.AddDays(1)).Refusal.ShouldBeNull();
    }

    [Fact]
    public void A_closed_incident_leaves_only_its_part_of_the_days_sum_and_old_days_are_dropped()
    {
        var book = Granted(AccountBook.Empty, Call("a/1"), new(100, 1));
        book = Bookkeeping.Settle(book, Call("a/1"), new(80, 0.5m), Day);
        book = Granted(book, Call("a/2"), new(10, 0.1m));
        book = Bookkeeping.Close(book, "inc-a", Day);

        book.Incidents.ShouldBeEmpty();
        book.Days.Single().Value.ShouldBe(new CallUse(90, 0.6m));
        book = Bookkeeping.Close(Granted(book, Call("b/1") with { Incident = "inc-b" }, new(1, 0), Day.AddDays(2)), "inc-b", Day.AddDays(2));
        book.Days.Keys.ShouldBe(["2026-11-27"]);
    }

    [Fact]
    public void An_incident_that_goes_on_after_it_was_closed_has_what_it_had_left()
    {
        var (_, refusal) = Bookkeeping.Reserve(AccountBook.Empty, Call("a/9"), new(10, 0.5m), before: new(500, 4.8m), new(1000, 5), Tenant, Day);

        refusal!.Held.ShouldBe(4.8m);
    }

    [Theory]
    [InlineData("")]
    [InlineData("def f(x):\n    return x + 1\n")]
    [InlineData("ünïcödé 漢字 🔧🔧 \u0000")]
    public void No_text_has_more_bytes_than_the_overrun_of_its_estimate(string text)
    {
        (CallEstimate.Text(text) * Bookkeeping.MostOverrun).ShouldBeGreaterThanOrEqualTo(System.Text.Encoding.UTF8.GetByteCount(text));
        CallEstimate.Message(text).ShouldBeGreaterThan(CallEstimate.Text(text));
    }

    [Fact]
    public void Cached_tokens_are_paid_at_their_own_price()
    {
        var prices = new CallPrices(Input: 3, Output: 15, CachedInput: 0.3m);

        prices.Of(1_000_000, 400_000, 100_000).ShouldBe(0.6m * 3 + 0.4m * 0.3m + 1.5m);
        prices.Most(1_000_000, 100_000).Cost.ShouldBe(4.5m);
        new CallPrices(1, 0).Of(10, cached: 50, 0).ShouldBe(0.00001m);
    }

    private static CallKey Call(string id) => new("inc-a", "t", id.Split('/')[0], int.Parse(id.Split('/')[1]), "m", "d");

    private static AccountBook Granted(AccountBook book, CallKey call, CallUse most, DateOnly? day = null)
    {
        var (after, refusal) = Bookkeeping.Reserve(book, call, most, new(0, 0), new(1000, 5), Tenant, day ?? Day);
        refusal.ShouldBeNull();
        return after;
    }

    private static void ShouldHold(SimulatedSpending spending)
    {
        foreach (var (incident, (limits, spent, largest)) in spending.Incidents)
        {
            (spent.Tokens - limits.Tokens).ShouldBeLessThanOrEqualTo(largest.Tokens, incident);
            (spent.Cost - limits.Cost).ShouldBeLessThanOrEqualTo(largest.Cost, incident);
            if (spending.Book.Incidents.GetValueOrDefault(incident) is { } account)
            {
                new CallUse(account.Before.Tokens + account.Spent.Tokens, account.Before.Cost + account.Spent.Cost).ShouldBe(spent, incident);
            }
        }

        foreach (var (day, (spent, largest)) in spending.Days)
        {
            (spent.Tokens - spending.TenantLimits.Tokens).ShouldBeLessThanOrEqualTo(largest.Tokens, day.ToString());
            (spent.Cost - spending.TenantLimits.Cost).ShouldBeLessThanOrEqualTo(largest.Cost, day.ToString());
        }
    }
}
