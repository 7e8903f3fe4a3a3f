using SelfHealing.Incidents;
using SelfHealing.ModelServers;
using SelfHealing.Scenarios.Workshops;

namespace SelfHealing.Scenarios.Panels;

/// <summary>Every vendor alone, and all of them with the built-in voters.</summary>
public sealed class ProviderTests
{
    [Fact]
    public async Task Each_vendor_alone_repairs_a_bug_with_each_strategy()
    {
        var project = Project.Load("stockroom");
        var fix = project.KnownFix();
        await using var vendor = await ModelServer.StartAsync(fix.Answer);
        await using var silo = await PanelSilo.StartAsync(Enum.GetValues<Dialect>().Select(dialect =>
            new PanelModel(NameOf(dialect), dialect, vendor.Endpoint(dialect), "agentless", "multi-agent", "agentic")));
        var voters = Enum.GetValues<Dialect>().Zip(((string[])["agentless", "multi-agent", "agentic", "multi-agent", "agentless"]), (d, s) => $"{NameOf(d)}:{s}").ToList();

        var runs = await Task.WhenAll(voters.Select(voter =>
            silo.RepairAsync(project, report => report with { Models = [voter] }, voter.Replace(':', '-'))));

        foreach (var (run, voter) in runs.Zip(voters))
        {
            run.End.ShouldBe(IncidentStatus.Resolved, $"{voter}\n{run}");
            run.Winner!.Voter.ShouldBe(voter);
            run.Calls.ShouldAllBe(c => c.Fault == null && c.InputTokens > 0 && c.FinishReason != null);
            (await run.PushedFilesAsync()).ShouldBe(["stockroom/catalogue.py"]);
        }

        vendor.Requests.Select(r => r.Dialect).Distinct().Count().ShouldBe(5);
    }

    [Fact]
    public async Task All_vendors_and_the_built_in_voters_repair_a_bug_together_on_the_command_line()
    {
        await using var workshop = new Workshop();
        var project = Project.Load("stockroom");
        var repository = await workshop.RepositoryOfAsync(project);
        await using var vendor = await ModelServer.StartAsync(project.KnownFix().Answer);
        var strategies = (string[])["agentless", "multi-agent", "agentic", "agentless", "multi-agent"];
        foreach (var (dialect, strategy) in Enum.GetValues<Dialect>().Zip(strategies))
        {
            new PanelModel(NameOf(dialect), dialect, vendor.Endpoint(dialect), strategy) { Roles = [] }.Into(workshop);
        }

        var repair = (await workshop.RepairAsync(repository, project.TestCommand, "--auto-approve-at", "0")).ShouldExitWith(0);

        repair.Status.ShouldBe("fixed");
        (await repository.RemoteBranchesAsync()).ShouldContain($"selfheal/{repair.Incident}");
        var shown = (await workshop.RunAsync("show", repair.Incident, "--calls")).ShouldExitWith(0);
        Enum.GetValues<Dialect>().ShouldAllBe(dialect => shown.Output.Contains(NameOf(dialect)), shown.ToString());
        (shown.Output + repair.Output + repair.Error).ShouldNotContain(PanelModel.Key);
        await workshop.ShouldBeTidyAsync();
    }

    private static string NameOf(Dialect dialect) => dialect.ToString().ToLowerInvariant();
}
