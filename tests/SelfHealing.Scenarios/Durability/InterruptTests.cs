using System.Diagnostics;
using SelfHealing.Scenarios.Workshops;

namespace SelfHealing.Scenarios.Durability;

public sealed class InterruptTests
{
    [Fact]
    public Task Ctrl_C_stops_a_search_within_two_seconds_and_it_can_be_resumed() => InterruptAfterAsync("Plan ");

    [Theory, Trait("Category", "Full")]
    [InlineData("Submitted ")]
    [InlineData("Prepare ")]
    [InlineData("Localise ")]
    [InlineData("Vote ")]
    public Task Ctrl_C_at_any_other_time_does_the_same(string stage) => InterruptAfterAsync(stage);

    private static async Task InterruptAfterAsync(string stage)
    {
        await using var workshop = new Workshop();
        var project = Project.Load("stockroom");
        var repository = await workshop.RepositoryOfAsync(project);
        await using var repair = workshop.Start("repair", "--repo", repository.Folder, "--test", project.TestCommand, "--auto-approve-at", "0");
        await repair.WaitForAsync($"] {stage}", TestContext.Current.CancellationToken);

        var asked = Stopwatch.GetTimestamp();
        repair.Interrupt();
        var stopped = await repair.EndAsync(TestContext.Current.CancellationToken);

        Stopwatch.GetElapsedTime(asked).ShouldBeLessThan(TimeSpan.FromSeconds(2), stopped.ToString());
        stopped.ShouldExitWith(130).ShouldSay("resume inc-");
        var incident = stopped.NamedIncident;
        (await Engine.ContainersOfAsync(incident)).ShouldBeEmpty();
        Directory.EnumerateFileSystemEntries(workshop.Temporary).ShouldBeEmpty();

        (await workshop.RunAsync("resume", incident)).ShouldExitWith(0);
        (await repository.RemoteBranchesAsync()).ShouldContain($"selfheal/{incident}");
    }
}
