using System.Text.Json;
using SelfHealing.Cli.Clusters;
using SelfHealing.Scenarios.Workshops;
using SelfHealing.Storage;

namespace SelfHealing.Scenarios.Clusters;

public sealed class ChaosTests
{
    [Fact]
    public async Task A_cluster_that_other_machines_reach_is_left_alone()
    {
        await using var workshop = new Workshop();
        var folder = DataFolder.Open(workshop.Data);
        using var held = SiloLock.TryTake(folder);
        new ClusterState(Environment.ProcessId, new Uri("http://10.0.0.7:5480"), "0.0.0.0:5480", "127.0.0.1:5433/selfheal", []).Write(folder);

        var refused = await workshop.RunAsync("chaos", "--kill", "silo", "--for", "1s");

        refused.ShouldExitWith(1).ShouldSay("0.0.0.0:5480", "other machines reach it", "test clusters only");
    }

    [Fact, Trait("Category", "Full")]
    public async Task A_cluster_under_chaos_recovers_from_every_kill_and_loses_no_incident()
    {
        await using var workshop = new Workshop();
        var project = Project.Load("league");
        var repository = await workshop.RepositoryOfAsync(project);
        await using var cluster = await RunningCluster.StartAsync(workshop, "--silos", "2");
        await using var repair = workshop.Start("repair", "--repo", repository.Folder, "--test", project.TestCommand, "--auto-approve-at", "0");
        await repair.WaitForAsync("] Prepare ", TestContext.Current.CancellationToken);

        var chaos = await workshop.RunAsync("chaos", "--interval", "10s", "--for", "45s", "--kill", "silo,sandbox,database-connection", "--seed", "11", "--json");

        chaos.ShouldExitWith(0);
        var summary = JsonDocument.Parse(chaos.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1]).RootElement;
        summary.GetProperty("kills").GetInt32().ShouldBeGreaterThan(0, chaos.ToString());
        summary.GetProperty("failures").GetArrayLength().ShouldBe(0, chaos.ToString());
        var incident = (await workshop.RunAsync("list", "--json")).NamedIncident;
        (await workshop.RunAsync("watch", incident)).ShouldExitWith(0);
        (await workshop.RunAsync("show", incident, "--json")).ShouldExitWith(0).Status.ShouldBe("fixed");
        (await repository.RemoteBranchesAsync()).ShouldBe(["main", $"selfheal/{incident}"], ignoreOrder: true);
        (await cluster.InterruptAsync()).ShouldExitWith(0);
        cluster.Processes().ShouldBeEmpty();
    }
}
