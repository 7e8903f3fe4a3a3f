using SelfHealing.Scenarios.Workshops;

namespace SelfHealing.Scenarios.Approvals;

public sealed class ApprovalTests
{
    [Fact]
    public async Task A_winner_below_the_threshold_waits_for_a_person_and_is_pushed_once_approved()
    {
        await using var workshop = new Workshop();
        var project = Project.Load("library");
        var repository = await workshop.RepositoryOfAsync(project);

        var repair = (await workshop.RepairAsync(repository, project.TestCommand, "--auto-approve-at", "1.1")).ShouldExitWith(4);

        repair.Status.ShouldBe("awaiting-approval");
        repair.ShouldSay($"approve {repair.Incident}");
        (await repository.RemoteBranchesAsync()).ShouldBe(["main"]);

        (await workshop.RunAsync("approve", repair.Incident)).ShouldExitWith(0);
        (await repository.RemoteBranchesAsync()).ShouldContain($"selfheal/{repair.Incident}");

        await workshop.RunAsync("approve", repair.Incident);
        (await repository.RemoteGitAsync("rev-list", "--count", $"main..selfheal/{repair.Incident}")).ShouldBe("1");
        History.Results(await workshop.EventsOfAsync(repair.Incident)).ShouldBeUnique();
    }

    [Fact, Trait("Category", "Full")]
    public async Task A_winner_that_a_person_refuses_is_not_pushed()
    {
        await using var workshop = new Workshop();
        var project = Project.Load("library");
        var repository = await workshop.RepositoryOfAsync(project);
        var repair = (await workshop.RepairAsync(repository, project.TestCommand, "--auto-approve-at", "1.1")).ShouldExitWith(4);

        (await workshop.RunAsync("reject", repair.Incident, "--comment", "staff have due dates from now on")).ShouldExitWith(0);

        (await repository.RemoteBranchesAsync()).ShouldBe(["main"]);
        var shown = await workshop.RunAsync("show", repair.Incident, "--json");
        shown.Status.ShouldBe("rejected");
        (await workshop.RunAsync("approve", repair.Incident)).ShouldExitWith(1).ShouldSay("nothing to accept");
        (await repository.RemoteBranchesAsync()).ShouldBe(["main"]);
    }
}
