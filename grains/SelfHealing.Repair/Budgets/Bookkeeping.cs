using SelfHealing.Budgets;
using SelfHealing.Models;

namespace SelfHealing.Repair.Budgets;

/// <summary>The rules of an account book: reserve before a call, settle after it, close with the incident.</summary>
/// <remarks>
/// Pure. A limit is never overshot by more than one call, even though a vendor may count more than was reserved: a call is granted only when
/// everything reserved fits, and when all calls under way but the largest would fit even if each overran its reservation
/// <see cref="MostOverrun"/> times.
/// </remarks>
public static class Bookkeeping
{
    /// <summary>How many times its reservation a call may use at most: an estimate takes three characters for a token, and no token is shorter than one.</summary>
    public const int MostOverrun = 3;

    /// <summary>Reserves a call's most, or says why not.</summary>
    /// <param name="book">The book.</param>
    /// <param name="call">The call; reserving it again replaces its reservation.</param>
    /// <param name="most">The most that it may use.</param>
    /// <param name="before">What the incident's recorded calls used, for an account that has to be opened.</param>
    /// <param name="incident">Limits of its incident.</param>
    /// <param name="tenant">Limits of the tenant's day.</param>
    /// <param name="day">Today (UTC).</param>
    public static (AccountBook Book, BudgetRefusal? Refusal) Reserve(
        AccountBook book, CallKey call, CallUse most, CallUse before, BudgetLimits incident, BudgetLimits tenant, DateOnly day)
    {
        ArgumentNullException.ThrowIfNull(book);
        ArgumentNullException.ThrowIfNull(call);
        book = Turned(book, day);
        var account = book.Incidents.GetValueOrDefault(call.Incident) ?? new IncidentAccount { Before = before };
        var others = account with { Reserved = account.Reserved.Remove(Mark(call)) };
        var rest = book with { Incidents = book.Incidents.SetItem(call.Incident, others) };
        var refusal = Refusal(BudgetOwner.Incident, incident, Sum(others.Before, others.Spent), others.Reserved.Values, most)
            ?? Refusal(BudgetOwner.Tenant, tenant, rest.Days.GetValueOrDefault(Name(day), Nothing), rest.Incidents.Values.SelectMany(a => a.Reserved.Values), most);
        return refusal is not null
            ? (book, refusal)
            : (rest.With(call.Incident, others with { Reserved = others.Reserved.SetItem(Mark(call), new Reservation(most, Name(day))), Day = Name(day) }), null);
    }

    /// <summary>Replaces a reservation by what was used. Settling what is not reserved changes nothing.</summary>
    public static AccountBook Settle(AccountBook book, CallKey call, CallUse used, DateOnly day)
    {
        ArgumentNullException.ThrowIfNull(book);
        ArgumentNullException.ThrowIfNull(call);
        if (book.Incidents.GetValueOrDefault(call.Incident) is not { } account || !account.Reserved.ContainsKey(Mark(call)))
        {
            return book;
        }

        var settled = account with { Reserved = account.Reserved.Remove(Mark(call)), Spent = Sum(account.Spent, used), Day = Name(day) };
        return Turned(book, day).Spend(used, day).With(call.Incident, settled);
    }

    /// <summary>Closes an incident's account. What is still reserved counts as spent.</summary>
    public static AccountBook Close(AccountBook book, string incident, DateOnly day)
    {
        ArgumentNullException.ThrowIfNull(book);
        return book.Incidents.GetValueOrDefault(incident) is { } account
            ? Turned(book with { Incidents = book.Incidents.Remove(incident) }, day).Spend(Reserved(account), day)
            : book;
    }

    /// <summary>What an incident's limits hold at this moment: spent and reserved.</summary>
    public static CallUse Held(AccountBook book, string incident)
    {
        ArgumentNullException.ThrowIfNull(book);
        return book.Incidents.GetValueOrDefault(incident) is { } account ? Sum(Sum(account.Before, account.Spent), Reserved(account)) : Nothing;
    }

    private static CallUse Nothing { get; } = new(0, 0);

    private static string Mark(CallKey call) => $"{call.Id}#{(call.Digest.Length > 12 ? call.Digest[..12] : call.Digest)}";

    private static string Name(DateOnly day) => day.ToString("yyyy-MM-dd");

    private static CallUse Sum(CallUse a, CallUse b) => new(a.Tokens + b.Tokens, a.Cost + b.Cost);

    private static CallUse Reserved(IncidentAccount account) => account.Reserved.Values.Aggregate(Nothing, (sum, r) => Sum(sum, r.Most));

    private static AccountBook With(this AccountBook book, string incident, IncidentAccount account) =>
        book with { Incidents = book.Incidents.SetItem(incident, account) };

    private static AccountBook Spend(this AccountBook book, CallUse used, DateOnly day) =>
        book with { Days = book.Days.SetItem(Name(day), Sum(book.Days.GetValueOrDefault(Name(day), Nothing), used)) };

    // Accounts and days that nobody has touched since the day before yesterday are let go; an account is opened again from its incident's events.
    private static AccountBook Turned(AccountBook book, DateOnly day)
    {
        var oldest = Name(day.AddDays(-1));
        bool IsOld(string name) => string.CompareOrdinal(name, oldest) < 0;
        return book.Days.Keys.Any(IsOld) || book.Incidents.Values.Any(a => IsOld(a.Day))
            ? book with
            {
                Days = book.Days.RemoveRange(book.Days.Keys.Where(IsOld)),
                Incidents = book.Incidents.RemoveRange(book.Incidents.Where(i => IsOld(i.Value.Day)).Select(i => i.Key)),
            }
            : book;
    }

    private static BudgetRefusal? Refusal(BudgetOwner owner, BudgetLimits limits, CallUse spent, IEnumerable<Reservation> reserved, CallUse most)
    {
        var underWay = reserved.Select(r => r.Most).Append(most).ToList();
        var held = underWay.SkipLast(1).Aggregate(spent, Sum);
        return !Fits(spent.Tokens, [.. underWay.Select(u => (decimal)u.Tokens)], limits.Tokens)
                ? new BudgetRefusal(owner, BudgetMeasure.Tokens, limits.Tokens, held.Tokens, most.Tokens)
            : !Fits(spent.Cost, [.. underWay.Select(u => u.Cost)], limits.Cost)
                ? new BudgetRefusal(owner, BudgetMeasure.Money, limits.Cost, held.Cost, most.Cost)
            : null;
    }

    private static bool Fits(decimal spent, List<decimal> underWay, decimal limit)
    {
        var sum = underWay.Sum();
        return spent + sum <= limit && spent + (sum - underWay.Max()) * MostOverrun <= limit;
    }
}
