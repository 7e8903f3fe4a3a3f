using FsCheck;
using FsCheck.Fluent;
using SelfHealing.Admission;
using SelfHealing.Repair.Admission;

namespace SelfHealing.Repair.Tests.Admission;

public sealed class AdmissionQueuePropertyTests
{
    [Fact]
    public void No_limit_is_ever_exceeded_by_what_waits_its_turn() => Holds(busy => busy.WhatExceeds());

    [Fact]
    public void No_place_stays_empty_while_something_may_take_it() => Holds(busy => busy.WhatWaitsForNothing());

    [Fact]
    public void Within_a_tenant_the_urgent_go_first_and_then_those_submitted_first() => Holds(busy => busy.WhatOvertook());

    [Fact]
    public void Every_incident_is_queued_running_or_gone_and_the_figures_add_up() => Holds(busy => busy.WhatDoesNotAddUp());

    [Fact]
    public void Offering_what_is_open_again_changes_nothing() => Holds(busy => busy.WhatAnotherOfferChanges());

    [Fact]
    public void A_tenant_with_nothing_running_waits_for_few_others_however_many_theirs_are() =>
        Prop.ForAll(Gen.Choose(1, 100_000).ToArbitrary(), seed =>
        {
            var chance = new Random(seed);
            var tenants = chance.Next(1, 8);
            var queue = new AdmissionQueue(new AdmissionLimits()) { Places = chance.Next(1, 5) };
            var running = new List<string>();
            for (var i = 0; i < 400; i++)
            {
                Collect(queue.Offer(BusyQueue.Entry($"inc-{i}", $"t{i % tenants}", $"repo-{i % 3}", IncidentPriority.Critical), BusyQueue.Start), $"inc-{i}", running);
            }

            for (var i = 0; i < chance.Next(60); i++)
            {
                EndOne(queue, running, chance);
            }

            queue.Offer(BusyQueue.Entry("inc-patient", "patient", "repo-1", IncidentPriority.Low), BusyQueue.Start);
            var waited = 0;
            while (!queue.IsRunning("inc-patient") && waited++ <= tenants)
            {
                EndOne(queue, running, chance);
            }

            return (waited <= tenants + 1).Label($"waited for {waited} of {tenants} tenants");
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    [Theory]
    [InlineData(1)]
    [InlineData(12)]
    public void Places_are_shared_by_weight(int places)
    {
        var weights = new Dictionary<string, double>(StringComparer.Ordinal) { ["a"] = 2, ["b"] = 1 };
        var queue = new AdmissionQueue(new AdmissionLimits { Weights = weights }) { Places = places };
        var (running, turns) = (new List<string>(), new Dictionary<char, int> { ['a'] = 0, ['b'] = 0 });
        for (var i = 0; i < 1200; i++)
        {
            Collect(queue.Offer(BusyQueue.Entry($"{"ab"[i % 2]}-{i}", "ab"[i % 2].ToString(), "repo", IncidentPriority.Normal), BusyQueue.Start), $"{"ab"[i % 2]}-{i}", running);
        }

        for (var i = 0; i < 600; i++)
        {
            queue.Release(running[0], hasEnded: true, BusyQueue.Start);
            running.RemoveAt(0);
            var next = queue.TakeNext()!;
            running.Add(next);
            turns[next[0]]++;
        }

        turns['a'].ShouldBeInRange(390, 410);
    }

    private static void Holds(Func<BusyQueue, string?> wrong) =>
        Prop.ForAll(Gen.Choose(1, 1_000_000).ToArbitrary(), seed =>
        {
            var busy = new BusyQueue(seed);
            for (var i = 0; i < 150; i++)
            {
                busy.Step();
                if (wrong(busy) is { } what)
                {
                    return false.Label(what);
                }
            }

            return true.Label("");
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    private static void EndOne(AdmissionQueue queue, List<string> running, Random chance)
    {
        var ended = running[chance.Next(running.Count)];
        running.Remove(ended);
        queue.Release(ended, hasEnded: true, BusyQueue.Start);
        while (queue.TakeNext() is { } next)
        {
            running.Add(next);
        }
    }

    private static void Collect(AdmissionAnswer answer, string incident, List<string> running)
    {
        if (answer is AdmittedAtOnce)
        {
            running.Add(incident);
        }
    }
}
