using SelfHealing.Budgets;
using SelfHealing.Models;
using SelfHealing.Repair.Budgets;

namespace SelfHealing.Repair.Tests.Budgets;

/// <summary>A tenant whose incidents call models with prices, replies, faults and crashes of chance, and what was truly spent.</summary>
internal sealed class SimulatedSpending(int seed)
{
    private readonly Random _chance = new(seed);
    private readonly List<(CallKey Call, CallUse Most, DateOnly Day)> _underWay = [];
    private readonly HashSet<string> _recorded = [];
    private DateOnly _day = new(2026, 11, 25);

    public AccountBook Book { get; private set; } = AccountBook.Empty;

    public BudgetLimits TenantLimits { get; private set; } = new(0, 0);

    /// <summary>What each incident's vendor bills, and its dearest call.</summary>
    public Dictionary<string, (BudgetLimits Limits, CallUse Spent, CallUse Largest)> Incidents { get; } = [];

    /// <summary>What the vendors bill on a day, and the day's dearest call.</summary>
    public Dictionary<DateOnly, (CallUse Spent, CallUse Largest)> Days { get; } = [];

    public int Granted { get; private set; }

    public int Refused { get; private set; }

    /// <summary>Lets incidents live side by side until all have ended.</summary>
    public SimulatedSpending Run(int incidents)
    {
        TenantLimits = new BudgetLimits(30_000 * incidents, 1.2m * incidents);
        for (var i = 0; i < incidents; i++)
        {
            Incidents[$"inc-{i}"] = (new BudgetLimits(_chance.Next(0, 200_000), _chance.Next(0, 800) / 100m), new(0, 0), new(0, 0));
        }

        for (var turn = 0; turn < incidents * 40; turn++)
        {
            Act($"inc-{_chance.Next(incidents)}");
        }

        while (_underWay.Count > 0)
        {
            Answer(_chance.Next(_underWay.Count));
        }

        return this;
    }

    private void Act(string incident)
    {
        switch (_chance.Next(20))
        {
            case < 10:
                Ask(incident);
                break;
            case < 16 when _underWay.Count > 0:
                Answer(_chance.Next(_underWay.Count));
                break;
            case < 18:
                Crash();
                break;
            case 18 when _underWay.TrueForAll(u => u.Call.Incident != incident):
                Book = Bookkeeping.Close(Book, incident, _day);
                break;
            case 19 when _chance.Next(60) == 0:
                Sleep();
                break;
        }
    }

    private void Ask(string incident)
    {
        var call = new CallKey(incident, "t", $"code-1-v{_chance.Next(3)}", _chance.Next(1, 30), "m", $"digest-{_chance.Next(3)}");
        if (_recorded.Contains(Key(call)) || _underWay.Exists(u => Key(u.Call) == Key(call)))
        {
            return;
        }

        var prices = new CallPrices(_chance.Next(0, 2000) / 100m, _chance.Next(0, 9000) / 100m, _chance.Next(2) == 0 ? null : _chance.Next(0, 2500) / 100m);
        var most = prices.Most(_chance.Next(1, 6_000), _chance.Next(1, 4_000));
        var (book, refusal) = Bookkeeping.Reserve(Book, call, most, Incidents[incident].Spent, Incidents[incident].Limits, TenantLimits, _day);
        Book = book;
        if (refusal is not null)
        {
            Refused++;
            return;
        }

        Granted++;
        _underWay.Add((call, most, _day));
        if (_chance.Next(10) == 0)
        {
            // The same request again, as after an answer that was lost.
            (Book, _) = Bookkeeping.Reserve(Book, call, most, Incidents[incident].Spent, Incidents[incident].Limits, TenantLimits, _day);
        }
    }

    // A call may be under way at midnight, but not for a whole day.
    private void Sleep()
    {
        while (_underWay.FindIndex(u => u.Day < _day) is >= 0 and var late)
        {
            Answer(late);
        }

        _day = _day.AddDays(1);
    }

    private void Answer(int index)
    {
        var (call, most, _) = _underWay[index];
        _underWay.RemoveAt(index);
        var share = _chance.Next(6) switch
        {
            _ when IsGreedy(call.Incident) => Bookkeeping.MostOverrun,
            0 => 0m,
            1 => 1m + _chance.Next(0, (Bookkeeping.MostOverrun - 1) * 100) / 100m,
            _ => _chance.Next(1, 101) / 100m,
        };
        var used = new CallUse((long)(most.Tokens * share), most.Cost * share);
        Book = Bookkeeping.Settle(Book, call, used, _day);
        if (_chance.Next(4) == 0)
        {
            Book = Bookkeeping.Settle(Book, call, used, _day);
        }

        _recorded.Add(Key(call));
        var incident = Incidents[call.Incident];
        Incidents[call.Incident] = incident with { Spent = Sum(incident.Spent, used), Largest = Max(incident.Largest, used) };
        var (spent, largest) = Days.GetValueOrDefault(_day, (new CallUse(0, 0), new CallUse(0, 0)));
        Days[_day] = (Sum(spent, used), Max(largest, used));
    }

    // The process dies after it reserved; the step may ask the same again.
    private void Crash()
    {
        if (_underWay.Count > 0)
        {
            _underWay.RemoveAt(_chance.Next(_underWay.Count));
        }
    }

    // The vendors of every fourth incident count three times what was estimated, each time.
    private static bool IsGreedy(string incident) => incident[^1] is '0' or '4' or '8';

    private static string Key(CallKey call) => $"{call.Incident}/{call.Id}/{call.Digest}";

    private static CallUse Sum(CallUse a, CallUse b) => new(a.Tokens + b.Tokens, a.Cost + b.Cost);

    private static CallUse Max(CallUse a, CallUse b) => new(Math.Max(a.Tokens, b.Tokens), Math.Max(a.Cost, b.Cost));
}
