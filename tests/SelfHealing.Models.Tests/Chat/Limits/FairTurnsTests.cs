using FsCheck;
using FsCheck.Fluent;
using SelfHealing.Models.Chat.Limits;

namespace SelfHealing.Models.Tests.Chat.Limits;

public sealed class FairTurnsTests
{
    /// <summary>Wishes of up to five parties, mixed with services: a positive number is a wish of that party, zero is a service.</summary>
    private static readonly Arbitrary<int[]> Days = Gen.Choose(0, 5).ArrayOf().ToArbitrary();

    [Fact]
    public void Nobody_waits_while_another_gets_more_than_its_turn() => Prop.ForAll(Days, day =>
    {
        var turns = new FairTurns<(int Party, int Number)>();
        // How often each other party was served since a party began to wait.
        var passed = new Dictionary<int, Dictionary<int, int>>();
        var waiting = new Dictionary<int, int>();
        for (var i = 0; i < day.Length; i++)
        {
            if (day[i] > 0)
            {
                turns.Add($"inc-{day[i]}", (day[i], i));
                waiting[day[i]] = waiting.GetValueOrDefault(day[i]) + 1;
                passed.TryAdd(day[i], []);
            }
            else if (!turns.IsEmpty)
            {
                var served = turns.Take().Party;
                waiting[served]--;
                foreach (var (party, others) in passed.Where(p => p.Key != served && waiting[p.Key] > 0))
                {
                    others[served] = others.GetValueOrDefault(served) + 1;
                    if (others[served] > 1)
                    {
                        return false;
                    }
                }

                passed.Remove(served);
                if (waiting[served] > 0)
                {
                    passed[served] = [];
                }
            }
        }

        return true;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Every_wish_is_served_once_and_those_of_a_party_in_their_order() => Prop.ForAll(Days, day =>
    {
        var turns = new FairTurns<(int Party, int Number)>();
        for (var i = 0; i < day.Length; i++)
        {
            turns.Add($"inc-{day[i]}", (day[i], i));
        }

        var served = new List<(int Party, int Number)>();
        while (!turns.IsEmpty)
        {
            var next = turns.Next;
            served.Add(turns.Take());
            served[^1].ShouldBe(next);
        }

        return served.Count == day.Length
            && served.GroupBy(w => w.Party).All(party => party.Select(w => w.Number).SequenceEqual(party.Select(w => w.Number).Order()));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Who_gives_up_leaves_the_places_of_the_others()
    {
        var turns = new FairTurns<string>();
        turns.Add("a", "a1");
        turns.Add("b", "b1");
        turns.Add("a", "a2");
        turns.Add("c", "c1");

        turns.Remove("b1");
        turns.Remove("nobody's");

        turns.Take().ShouldBe("a1");
        turns.Take().ShouldBe("c1");
        turns.Take().ShouldBe("a2");
        turns.IsEmpty.ShouldBeTrue();
    }
}
