using SelfHealing.Cli.Tests.Support;

namespace SelfHealing.Cli.Tests.Commands;

public sealed class ChaosCommandTests
{
    [Fact]
    public async Task Without_a_cluster_of_up_nothing_is_killed()
    {
        using var run = new CommandRun();
        using var folder = new TemporaryFolder();

        (await run.RunAsync("chaos", "--data", folder.Path, "--for", "1s")).ShouldBe(1);

        run.Error.ShouldContain("No cluster of `selfheal up` runs on this data folder.");
        run.Out.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_a_killed_up_left_behind_is_no_cluster()
    {
        using var run = new CommandRun();
        using var folder = new TemporaryFolder();
        folder.File("cluster.json", """{"processId":1,"gateway":"http://127.0.0.1:1/","gatewayListensOn":"127.0.0.1:1","database":"127.0.0.1:1/d","silos":[]}""");

        (await run.RunAsync("chaos", "--data", folder.Path, "--for", "1s")).ShouldBe(1);

        run.Error.ShouldContain("No cluster of `selfheal up` runs on this data folder.");
    }
}
