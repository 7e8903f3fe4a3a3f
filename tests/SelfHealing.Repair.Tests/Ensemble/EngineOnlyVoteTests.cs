using System.Globalization;

namespace SelfHealing.Repair.Tests.Ensemble;

/// <summary>Panels of built-in engines alone decide as they did when the benchmarks were measured.</summary>
public sealed class EngineOnlyVoteTests
{
    [Fact]
    public void Every_stored_election_of_engines_ends_with_the_stored_winner_confidence_and_ballots()
    {
        var stored = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "Ensemble", "Golden", "engine-votes.txt"));
        stored.Length.ShouldBe(500);
        var now = Enumerable.Range(1, stored.Length).Select(Line);
        now.Zip(stored).FirstOrDefault(pair => pair.First != pair.Second).ShouldBe(default);
    }

    private static string Line(int seed)
    {
        var (vote, tested) = Elections.Run(Elections.Draw(seed), id => id.Length % 2 == 0);
        var ballots = string.Join(' ', vote.Ballots.Select(b => string.Create(CultureInfo.InvariantCulture, $"{b.Voter}={b.Candidate ?? "-"}:{b.Weight}")));
        return string.Create(CultureInfo.InvariantCulture, $"{seed} {vote.Winner ?? "-"} {vote.Confidence:0.############} [{string.Join(' ', tested)}] {ballots}");
    }
}
