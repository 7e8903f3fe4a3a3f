using SelfHealing.Incidents;
using SelfHealing.ModelServers;
using SelfHealing.Repairs;

namespace SelfHealing.Scenarios.Panels;

/// <summary>What a mixed panel has beside whole patches: reproduction tests, selectors, and edits that voters share.</summary>
public sealed class SignalTests
{
    private const string OtherScales =
        """
        from gauge import limited

        for value, low, high in [(15, 0, 10), (9, 0, 5), (70, 20, 60)]:
            shown = limited(value, low, high)
            assert shown == high, f"limited({value}, {low}, {high}) is {high}, not {shown}"
        """;

    private static readonly string[] s_roles = ["planner", "coder", "tester", "reviewer", "selector"];

    [Fact]
    public async Task Two_that_agree_on_an_overfitted_patch_lose_to_a_reviewed_reproduction_test_and_to_selectors()
    {
        var (run, _) = await RepairAsync(new Dictionary<string, GaugeModel>(StringComparer.Ordinal)
        {
            ["ada"] = new([GaugeModel.Right], Choice: GaugeModel.RightLine),
            ["bob"] = new([GaugeModel.Overfitted], OtherScales),
            ["cleo"] = new([GaugeModel.Overfitted], "from gauges import limited", GaugeModel.RightLine),
        });

        run.End.ShouldBe(IncidentStatus.Resolved, run.ToString());
        run.Candidates.Select(c => c.Voter).ShouldBe(["ada:agentless", "bob:agentless", "cleo:agentless"], ignoreOrder: true, run.ToString());
        run.Winner!.Voter.ShouldBe("ada:agentless", run.ToString());

        var written = run.Events.OfType<TestWritten>().ToDictionary(t => t.Model, t => t.Written, StringComparer.Ordinal);
        written["ada"].Abstained!.ShouldContain("passes on the unchanged program");
        written["cleo"].Abstained!.ShouldContain("fails by itself");
        written["bob"].Test!.Review!.Score.ShouldBe(1);
        run.Calls.Where(c => c.Prompt.StartsWith("review-test", StringComparison.Ordinal)).ShouldHaveSingleItem().Model.ShouldNotBe("bob");
        var signals = run.Events.OfType<TestsChecked>().SelectMany(t => t.Signals).ToList();
        signals.ShouldAllBe(s => s.Test == "test-bob");
        signals.SelectMany(s => s.Passed).Distinct().ShouldBe(["r1-ada:agentless-1"]);
        signals.SelectMany(s => s.Failed).ShouldNotBeEmpty();

        run.Events.OfType<Selected>().ToDictionary(s => s.Model, s => s.Candidate, StringComparer.Ordinal)
            .ShouldBe(new Dictionary<string, string?> { ["ada"] = "r1-ada:agentless-1", ["bob"] = null, ["cleo"] = "r1-ada:agentless-1" }, ignoreOrder: true);
        var reasons = run.Events.OfType<Voted>().Single().Vote.Reasons;
        reasons.ShouldContain("It passes 1 of 1 reproduction test that tells the candidates apart (test-bob).", run.ToString());
        reasons.ShouldContain("2 of 3 selectors chose it.");
        reasons.ShouldContain(r => r.StartsWith("bob as selector abstained:", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_edit_that_two_broken_patches_share_becomes_the_patch_that_wins()
    {
        var (run, pushed) = await RepairAsync(new Dictionary<string, GaugeModel>(StringComparer.Ordinal)
        {
            ["ada"] = new([GaugeModel.Change("return high - low", "return high - low + 1"), GaugeModel.Right]),
            ["bob"] = new([GaugeModel.Right, GaugeModel.Change("low <= value <= high", "low < value < high")]),
        });

        run.End.ShouldBe(IncidentStatus.Resolved, run.ToString());
        run.AbstentionOf("ada:agentless").ShouldNotBeNull(run.ToString());
        run.AbstentionOf("bob:agentless").ShouldNotBeNull(run.ToString());
        run.Winner!.Origin.ShouldBe(CandidateOrigin.Fusion, run.ToString());
        run.Winner.Voter.ShouldBe("fusion");
        pushed.Split('\n').Where(line => line is ['+' or '-', not ('+' or '-'), ..]).ShouldBe(["-        return low", "+        return high"]);
        run.Events.OfType<Voted>().Single().Vote.Reasons.ShouldContain("It is fused of edits that several models share; no whole patch agreed.");
    }

    private static async Task<(PanelRun Run, string Pushed)> RepairAsync(Dictionary<string, GaugeModel> models)
    {
        await using var vendor = await ModelServer.StartAsync(request => models[request.Model["fake-".Length..]].Answer(request));
        var dialects = (Dialect[])[Dialect.OpenAIChat, Dialect.Anthropic, Dialect.Ollama];
        await using var silo = await PanelSilo.StartAsync(models.Keys.Zip(dialects, (name, dialect) =>
            new PanelModel(name, dialect, vendor.Endpoint(dialect), "agentless") { Roles = s_roles }));
        var run = await silo.RepairAsync(await silo.RepositoryOfAsync("leaves-room"), "python3 -m pytest -q", report => report with { Models = [.. models.Keys] });
        return (run, run.End == IncidentStatus.Resolved ? await run.PushedAsync() : "");
    }
}
