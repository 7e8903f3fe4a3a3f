using FsCheck;
using FsCheck.Fluent;
using SelfHealing.Repair.Supervision;

namespace SelfHealing.Repair.Tests.Supervision;

public sealed class SupervisorPolicyTests
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly ScalingRules Rules = new(2, 8);

    [Fact]
    public void The_number_of_silos_never_leaves_its_limits() => Holds((seed, min, more) =>
    {
        var rules = new ScalingRules(min, min + more);
        var cluster = new SimulatedCluster(seed, rules).Run(TimeSpan.Zero, 600);
        cluster.Changes.Select(c => c.Desired).Append(cluster.Scale.Desired).ShouldAllBe(n => n >= rules.Min && n <= rules.Max);
    });

    [Fact]
    public void Two_changes_are_never_closer_than_the_cooldown() => Holds((seed, min, more) =>
    {
        var rules = new ScalingRules(min, min + more);
        var changes = new SimulatedCluster(seed, rules).Run(TimeSpan.Zero, 900).Changes;
        changes.Zip(changes.Skip(1)).ShouldAllBe(pair => pair.Second.At - pair.First.At >= rules.Cooldown);
    });

    [Fact]
    public void A_steady_load_makes_the_number_move_in_one_direction_and_come_to_rest() => Holds((seed, min, more) =>
    {
        var rules = new ScalingRules(min, min + more);
        var steady = new Random(seed).Next(0, 40);
        var cluster = new SimulatedCluster(seed, rules).Run(TimeSpan.Zero, 300, isCalm: true);
        var settled = cluster.Changes.Count;

        cluster.Run(TimeSpan.FromSeconds(300), 7200, _ => steady, isCalm: true);

        var after = cluster.Changes.Skip(settled).Select(c => c.Desired).ToList();
        after.Zip(after.Skip(1)).Select(p => Math.Sign(p.Second - p.First)).Distinct().Count().ShouldBeLessThanOrEqualTo(1);
        cluster.Changes.ShouldAllBe(c => c.At < TimeSpan.FromSeconds(300 + 3600));
        (cluster.Scale.Desired * 4).ShouldBeGreaterThanOrEqualTo(Math.Min(steady, rules.Max * 4));
    });

    [Fact]
    public void Waiting_incidents_start_more_silos_and_it_is_said_why()
    {
        var scale = SupervisorPolicy.Next(new Scale(2, TimeSpan.Zero), new ClusterLoad(9, 8, 8, 2, 0.4), Hour, Rules);

        scale.Desired.ShouldBe(4);
        scale.Reason.ShouldBe("Starting 2 more silos: 9 incidents wait, and all 8 places are taken.");
    }

    [Fact]
    public void The_number_doubles_at_most() =>
        SupervisorPolicy.Next(new Scale(2, TimeSpan.Zero), new ClusterLoad(1000, 8, 8, 2, 0.4), Hour, Rules).Desired.ShouldBe(4);

    [Fact]
    public void Busy_processors_start_no_silo() =>
        SupervisorPolicy.Next(new Scale(2, TimeSpan.Zero), new ClusterLoad(9, 8, 8, 2, 0.95), Hour, Rules).Desired.ShouldBe(2);

    [Fact]
    public void Incidents_that_wait_for_a_limit_while_places_are_free_start_no_silo() =>
        SupervisorPolicy.Next(new Scale(2, TimeSpan.Zero), new ClusterLoad(9, 5, 8, 2, 0.1), Hour, Rules).Desired.ShouldBe(2);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Nothing_changes_while_silos_are_missing_or_nothing_is_seen(bool isSeen) =>
        SupervisorPolicy.Next(new Scale(3, TimeSpan.Zero), isSeen ? new ClusterLoad(9, 4, 4, 1, 0.1) : null, Hour, Rules).Desired.ShouldBe(3);

    [Fact]
    public void Room_to_spare_stops_one_silo_only_after_a_quiet_while()
    {
        var idle = new ClusterLoad(0, 1, 12, 3, 0.1);
        var seen = SupervisorPolicy.Next(new Scale(3, TimeSpan.Zero), idle, Hour, Rules);
        var later = SupervisorPolicy.Next(seen, idle, Hour + Rules.Quiet, Rules);

        seen.Desired.ShouldBe(3);
        later.Desired.ShouldBe(2);
        later.Reason.ShouldBe("Stopping one silo: 1 incident runs, and 2 silos do for that.");
        SupervisorPolicy.Next(later, idle with { Places = 8, Able = 2 }, Hour * 2, Rules).Desired.ShouldBe(2);
    }

    [Fact]
    public void A_busy_moment_starts_the_quiet_while_anew()
    {
        var idle = new ClusterLoad(0, 1, 12, 3, 0.1);
        var seen = SupervisorPolicy.Next(new Scale(3, TimeSpan.Zero), idle, Hour, Rules);
        var busy = SupervisorPolicy.Next(seen, idle with { Running = 11 }, Hour + (Rules.Quiet / 2), Rules);

        SupervisorPolicy.Next(busy, idle, Hour + Rules.Quiet, Rules).Desired.ShouldBe(3);
    }

    private static void Holds(Action<int, int, int> property) => Prop.ForAll(
        Gen.Choose(0, int.MaxValue - 1).Select(seed => (seed, (seed % 4) + 1, seed / 7 % 8)).ToArbitrary(),
        input => property(input.Item1, input.Item2, input.Item3)).QuickCheckThrowOnFailure();
}
