using FsCheck;
using FsCheck.Fluent;
using SelfHealing.Repair.Supervision;

namespace SelfHealing.Repair.Tests.Supervision;

public sealed class ChaosPlanTests
{
    private static readonly ChaosKind[] All = Enum.GetValues<ChaosKind>();

    [Fact]
    public void The_same_seed_kills_the_same_however_the_targets_are_listed() => Prop.ForAll(Gen.Choose(0, 1_000_000).ToArbitrary(), seed =>
    {
        var (first, second) = (new ChaosPlan(seed, All), new ChaosPlan(seed, All));
        var targets = Targets(seed);
        var mixed = targets.ToArray();
        new Random(seed).Shuffle(mixed);
        for (var i = 0; i < 20; i++)
        {
            second.Next(mixed).ShouldBe(first.Next(targets));
        }
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Only_what_was_asked_for_and_is_there_is_killed() => Prop.ForAll(Gen.Choose(0, 1_000_000).ToArbitrary(), seed =>
    {
        ChaosKind[] kinds = [ChaosKind.Silo, ChaosKind.DatabaseConnection];
        var (plan, targets) = (new ChaosPlan(seed, kinds), Targets(seed));
        for (var i = 0; i < 20; i++)
        {
            var victim = plan.Next(targets);
            if (victim is null)
            {
                targets.ShouldNotContain(t => kinds.Contains(t.Kind));
            }
            else
            {
                targets.ShouldContain(victim);
                kinds.ShouldContain(victim.Kind);
            }
        }
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Every_kind_and_every_silo_has_its_turn()
    {
        var plan = new ChaosPlan(7, All);
        var targets = All.SelectMany(kind => Enumerable.Range(1, 3).Select(i => new ChaosTarget(kind, $"{i}", $"{kind} {i}"))).ToList();

        Enumerable.Range(0, 200).Select(_ => plan.Next(targets)).Distinct().Count().ShouldBe(targets.Count);
    }

    private static List<ChaosTarget> Targets(int seed)
    {
        var chance = new Random(seed);
        return [.. Enumerable.Range(0, chance.Next(0, 9)).Select(i => new ChaosTarget(All[chance.Next(All.Length)], $"{i}", $"target {i}"))];
    }
}
