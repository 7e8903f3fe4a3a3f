using SelfHealing.Cli.Chaos;
using SelfHealing.Repair.Supervision;

namespace SelfHealing.Cli.Tests.Chaos;

public sealed class ChaosOptionsTests
{
    [Theory]
    [InlineData("20s", 20)]
    [InlineData("1.5m", 90)]
    [InlineData("1h", 3600)]
    [InlineData("20", null)]
    [InlineData("0s", null)]
    [InlineData("-1s", null)]
    [InlineData("1d", null)]
    [InlineData("s", null)]
    [InlineData("", null)]
    public void A_time_is_a_number_and_a_unit(string text, int? seconds) =>
        ChaosOptions.TimeIn(text).ShouldBe(seconds is { } given ? TimeSpan.FromSeconds(given) : null);

    [Fact]
    public void Kinds_are_words_between_commas()
    {
        ChaosOptions.KindsIn("silo, database-connection,silo").ShouldBe([ChaosKind.Silo, ChaosKind.DatabaseConnection]);
        ChaosOptions.KindsIn("silo,me").ShouldBeNull();
        ChaosOptions.KindsIn(" , ").ShouldBeNull();
    }

    [Fact]
    public void A_summary_tells_median_and_p99_and_counts_what_did_not_recover()
    {
        var kills = Enumerable.Range(1, 100).Select(n => Kill(TimeSpan.FromSeconds(n), null)).Append(Kill(null, "silo-1 has not been replaced")).ToList();

        var summary = ChaosSummary.Of(7, kills, 3, ["inc-1 is lost: it has no history any more."]);

        summary.ShouldSatisfyAllConditions(
            s => s.Kills.ShouldBe(101), s => s.MedianRecoverySeconds.ShouldBe(50), s => s.P99RecoverySeconds.ShouldBe(99), s => s.Failures.Count.ShouldBe(2));
        summary.ToString().ShouldBe("101 kills, 2 failures; recovered within 50s (median) and 1m 39s (p99); 3 incidents looked at, repeat with --seed 7");
    }

    [Fact]
    public void Without_a_kill_there_is_nothing_to_measure() =>
        ChaosSummary.Of(7, [], 0, []).ToString().ShouldBe("0 kills, 0 failures; 0 incidents looked at, repeat with --seed 7");

    private static KillRecord Kill(TimeSpan? recovery, string? problem) => new(DateTimeOffset.UnixEpoch, "silo", "silo-1", recovery, [], problem);
}
