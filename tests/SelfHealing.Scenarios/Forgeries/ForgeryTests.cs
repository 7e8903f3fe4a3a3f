using SelfHealing.Scenarios.Workshops;

namespace SelfHealing.Scenarios.Forgeries;

/// <summary>Projects that look green by other means than a fix. Whatever the end, it is never called a repair.</summary>
public sealed class ForgeryTests
{
    [Theory]
    [InlineData("forged-exit")]
    [InlineData("forged-runner")]
    public Task A_forged_result_is_not_a_repair(string project) => ShouldNotBeFooledAsync(project, "python3 -m pytest -q");

    [Theory, Trait("Category", "Full")]
    [InlineData("forged-import")]
    [InlineData("forged-parent")]
    [InlineData("forged-verdicts")]
    public Task A_rarer_forgery_is_not_a_repair_either(string project) => ShouldNotBeFooledAsync(project, "python3 -m pytest -q");

    [Fact, Trait("Category", "Full")]
    public Task A_report_that_the_project_wrote_itself_is_not_a_repair() =>
        ShouldNotBeFooledAsync("forged-junit", "python3 -m pytest -q --junitxml=report.xml");

    private static async Task ShouldNotBeFooledAsync(string project, string test)
    {
        await using var workshop = new Workshop();
        var repository = await workshop.RepositoryOfAsync(project);

        var repair = await workshop.RepairAsync(repository, test, "--auto-approve-at", "0", "--max-minutes", "4");

        repair.ExitCode.ShouldBe(3, repair.ToString());
        repair.Status.ShouldBe("gave-up");
        (await repository.RemoteBranchesAsync()).ShouldBe(["main"]);
        await workshop.ShouldBeTidyAsync();
    }
}
