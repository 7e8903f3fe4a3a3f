using SelfHealing.Scenarios.Workshops;

namespace SelfHealing.Scenarios.Refusals;

public sealed class RefusingRemoteTests
{
    [Fact]
    public async Task A_push_that_was_refused_is_made_up_for_by_resuming()
    {
        await using var workshop = new Workshop();
        var project = Project.Load("stockroom");
        var repository = await workshop.RepositoryOfAsync(project);
        await repository.RefusePushesAsync("no pushes on Mondays");

        var repair = (await workshop.RepairAsync(repository, project.TestCommand, "--auto-approve-at", "0")).ShouldExitWith(1);

        repair.ShouldSay("did not take the branch", "no pushes on Mondays", "resume");
        (await repository.RemoteBranchesAsync()).ShouldBe(["main"]);
        var before = await workshop.EventsOfAsync(repair.Incident);

        repository.AcceptPushes();
        (await workshop.RunAsync("resume", repair.Incident)).ShouldExitWith(0);

        (await repository.RemoteBranchesAsync()).ShouldBe(["main", $"selfheal/{repair.Incident}"], ignoreOrder: true);
        (await repository.RemoteGitAsync("rev-list", "--count", $"main..selfheal/{repair.Incident}")).ShouldBe("1");
        var after = await workshop.EventsOfAsync(repair.Incident);
        History.Results(after).ShouldBeUnique();
        History.Starts(after.Skip(before.Count)).Keys.ShouldAllBe(step => step.StartsWith("deploy", StringComparison.Ordinal) || !History.Starts(before).ContainsKey(step));
        await workshop.ShouldBeTidyAsync();
    }
}
