using FsCheck;
using FsCheck.Fluent;
using SelfHealing.Repair.Supervision;

namespace SelfHealing.Repair.Tests.Supervision;

public sealed class RestartPolicyTests
{
    [Fact]
    public void A_silo_that_was_ready_for_a_while_is_started_again_at_once_however_often_it_dies()
    {
        var restart = Restart.Fresh;
        for (var i = 0; i < 100; i++)
        {
            restart = RestartPolicy.AfterDeath(restart, RestartPolicy.Settled);
            restart.ShouldBe(Restart.Fresh);
        }
    }

    [Fact]
    public void A_silo_that_keeps_dying_young_waits_longer_each_time_and_is_called_looping()
    {
        var restarts = new List<Restart>();
        for (var last = Restart.Fresh; restarts.Count < 8; restarts.Add(last))
        {
            last = RestartPolicy.AfterDeath(last, null);
        }

        restarts.Select(r => r.Delay.TotalSeconds).ShouldBe([0, 1, 2, 4, 8, 16, 30, 30]);
        restarts.Select(r => r.IsLooping).ShouldBe([false, false, false, true, true, true, true, true]);
    }

    [Fact]
    public void No_history_of_deaths_makes_it_wait_longer_than_the_longest_delay_or_less_than_before() => Prop.ForAll(
        Gen.Choose(0, 60).ListOf(50).ToArbitrary(),
        lives =>
        {
            var last = Restart.Fresh;
            foreach (var seconds in lives)
            {
                var next = RestartPolicy.AfterDeath(last, seconds == 0 ? null : TimeSpan.FromSeconds(seconds));
                next.Delay.ShouldBeInRange(TimeSpan.Zero, RestartPolicy.LongestDelay);
                if (seconds < RestartPolicy.Settled.TotalSeconds)
                {
                    next.Delay.ShouldBeGreaterThanOrEqualTo(last.Delay);
                    next.EarlyDeaths.ShouldBe(last.EarlyDeaths + 1);
                }

                last = next;
            }
        }).QuickCheckThrowOnFailure();
}
