using SelfHealing.Scenarios.Workshops;

namespace SelfHealing.Scenarios.Durability;

public sealed class KillTests
{
    [Fact]
    public Task A_repair_killed_while_it_searches_is_finished_by_resume() => KillAfterAsync("Plan ");

    [Theory, Trait("Category", "Full")]
    [InlineData("Submitted ")]
    [InlineData("Prepare ")]
    [InlineData("Reproduce ")]
    [InlineData("Localise ")]
    [InlineData("Code ")]
    [InlineData("Vote ")]
    [InlineData("Test ")]
    [InlineData("Approve ")]
    [InlineData("Deploy ")]
    public Task A_repair_killed_after_any_stage_is_finished_by_resume(string stage) => KillAfterAsync(stage);

    [Theory, Trait("Category", "Full")]
    [InlineData(11)]
    [InlineData(23)]
    public async Task A_repair_killed_again_and_again_still_ends(int seed)
    {
        await using var workshop = new Workshop();
        var project = Project.Load("league");
        var repository = await workshop.RepositoryOfAsync(project);
        var random = new Random(seed);
        var incident = await KillAsync(workshop, repository, project, "Submitted ");

        foreach (var _ in Enumerable.Range(0, 4))
        {
            await using var resumed = workshop.Start("resume", incident);
            await Task.Delay(random.Next(1500, 6000), TestContext.Current.CancellationToken);
            resumed.Kill();
            await resumed.EndAsync(TestContext.Current.CancellationToken);
        }

        await workshop.RunAsync("resume", incident);
        await ShouldHaveEndedOnceAsync(workshop, repository, incident);
    }

    private static async Task KillAfterAsync(string stage)
    {
        await using var workshop = new Workshop();
        var project = Project.Load("league");
        var repository = await workshop.RepositoryOfAsync(project);
        var incident = await KillAsync(workshop, repository, project, stage);

        (await workshop.RunAsync("list", "--json")).ShouldExitWith(0).Output.ShouldContain(incident);
        (await workshop.RunAsync("resume", incident)).ShouldExitWith(0);

        await ShouldHaveEndedOnceAsync(workshop, repository, incident);
        var events = await workshop.EventsOfAsync(incident);
        History.Starts(events).Values.ShouldAllBe(times => times <= 2);
    }

    private static async Task<string> KillAsync(Workshop workshop, TestRepository repository, Project project, string stage)
    {
        await using var repair = workshop.Start("repair", "--repo", repository.Folder, "--test", project.TestCommand, "--auto-approve-at", "0");
        await repair.WaitForAsync($"] {stage}", TestContext.Current.CancellationToken);
        repair.Kill();
        await repair.EndAsync(TestContext.Current.CancellationToken);
        return (await workshop.RunAsync("list", "--json")).NamedIncident;
    }

    private static async Task ShouldHaveEndedOnceAsync(Workshop workshop, TestRepository repository, string incident)
    {
        var shown = (await workshop.RunAsync("show", incident, "--json")).ShouldExitWith(0);
        shown.Document.GetProperty("status").GetString().ShouldBe("fixed", shown.ToString());

        var events = await workshop.EventsOfAsync(incident);
        History.Sequence(events).ShouldBe(Enumerable.Range(1, events.Count).Select(n => (long)n));
        History.Results(events).ShouldBeUnique();

        (await repository.RemoteBranchesAsync()).ShouldBe(["main", $"selfheal/{incident}"], ignoreOrder: true);
        (await repository.RemoteGitAsync("rev-list", "--count", $"main..selfheal/{incident}")).ShouldBe("1");
        (await Engine.ContainersOfAsync(incident)).ShouldBeEmpty();
    }
}
