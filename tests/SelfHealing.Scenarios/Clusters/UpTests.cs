using System.Net;
using System.Net.Sockets;
using SelfHealing.Scenarios.Workshops;

namespace SelfHealing.Scenarios.Clusters;

public sealed class UpTests
{
    [Fact]
    public async Task A_cluster_repairs_what_another_command_submits_replaces_a_killed_silo_and_leaves_nothing_behind()
    {
        await using var workshop = new Workshop();
        var project = Project.Load("stockroom");
        var repository = await workshop.RepositoryOfAsync(project);
        await using var cluster = await RunningCluster.StartAsync(workshop, "--silos", "2");
        var gateway = new Uri(cluster.State.GetProperty("gateway").GetString()!);
        var before = cluster.Silos;

        var again = await workshop.RunAsync("up", "--http", "127.0.0.1:0");
        again.ShouldExitWith(1).ShouldSay("A cluster already runs on", $"{gateway}");

        await cluster.KillAsync("silo-1");
        cluster.Silos["silo-1"].ShouldNotBe(before["silo-1"]);
        cluster.Silos["silo-2"].ShouldBe(before["silo-2"]);

        var repaired = await workshop.RepairAsync(repository, project.TestCommand, "--auto-approve-at", "0");
        repaired.ShouldExitWith(0).Status.ShouldBe("fixed");
        (await repository.RemoteBranchesAsync()).ShouldContain($"selfheal/{repaired.Incident}");

        var stopped = await cluster.InterruptAsync();
        stopped.ShouldExitWith(0).Output.ShouldContain("\"event\":\"stopped\"");
        cluster.Processes().ShouldBeEmpty(stopped.ToString());
        Listens(gateway).ShouldBeFalse();
        (await Engine.ContainersOfAsync(repaired.Incident)).ShouldBeEmpty();
        File.Exists(Path.Combine(workshop.Data, "cluster.json")).ShouldBeFalse();
    }

    [Fact, Trait("Category", "Full")]
    public async Task A_killed_cluster_takes_its_silos_with_it_and_the_next_one_uses_the_database_that_still_runs()
    {
        await using var workshop = new Workshop();
        await using var killed = await RunningCluster.StartAsync(workshop, "--silos", "1");
        await killed.KillAsync();

        await using var next = await RunningCluster.StartAsync(workshop, "--silos", "1");
        var stopped = await next.InterruptAsync();

        stopped.ShouldExitWith(0).Output.ShouldContain("which still ran for this data folder");
        next.Processes().ShouldBeEmpty(stopped.ToString());
    }

    [Fact]
    public async Task A_port_that_is_taken_is_a_sentence()
    {
        await using var workshop = new Workshop();
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();

        var refused = await workshop.RunAsync("up", "--http", $"{other.LocalEndpoint}");

        refused.ShouldExitWith(1).ShouldSay($"Something else listens on {other.LocalEndpoint}", "--http");
    }

    private static bool Listens(Uri address)
    {
        using var client = new TcpClient();
        try
        {
            client.Connect(address.Host, address.Port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
