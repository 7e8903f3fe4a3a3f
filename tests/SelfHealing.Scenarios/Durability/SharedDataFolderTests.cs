using SelfHealing.Scenarios.Workshops;

namespace SelfHealing.Scenarios.Durability;

[Trait("Category", "Full")]
public sealed class SharedDataFolderTests
{
    [Fact]
    public async Task Two_repairs_at_once_on_one_data_folder_both_end_well()
    {
        await using var workshop = new Workshop();
        await using var first = await StartAsync(workshop, "stockroom");
        await using var second = await StartAsync(workshop, "playlist");

        var results = await Task.WhenAll(first.EndAsync(TestContext.Current.CancellationToken), second.EndAsync(TestContext.Current.CancellationToken));

        results.ShouldAllBe(r => r.ExitCode == 0, $"{results[0]}\n{results[1]}");
        results.Select(r => r.Incident).ShouldBeUnique();
    }

    [Fact]
    public async Task A_repair_whose_host_is_killed_goes_on_in_the_other_process_or_by_resume()
    {
        await using var workshop = new Workshop();
        await using var host = await StartAsync(workshop, "stockroom");
        await host.WaitForAsync("] Prepare ", TestContext.Current.CancellationToken);
        await using var guest = await StartAsync(workshop, "playlist");
        await guest.WaitForAsync("] Prepare ", TestContext.Current.CancellationToken);

        host.Kill();
        var ended = await guest.EndAsync(TestContext.Current.CancellationToken);

        ended.ExitCode.ShouldBeOneOf(0, 1, 130);
        (await workshop.RunAsync("resume")).ShouldExitWith(0);
        (await workshop.RunAsync("list", "--json")).Output.Split("\"fixed\"").Length.ShouldBe(3);
    }

    private static async Task<RunningCommand> StartAsync(Workshop workshop, string name)
    {
        var project = Project.Load(name);
        var repository = await workshop.RepositoryOfAsync(project);
        return workshop.Start("repair", "--repo", repository.Folder, "--test", project.TestCommand, "--auto-approve-at", "0", "--json");
    }
}
