using SelfHealing.Scenarios.Workshops;

namespace SelfHealing.Scenarios.Refusals;

public sealed class BadInputTests
{
    private const string Pytest = "python3 -m pytest -q";

    [Fact]
    public async Task A_folder_without_a_repository_is_named()
    {
        await using var workshop = new Workshop();
        var folder = Directory.CreateDirectory(Path.Combine(workshop.Repositories, "photos")).FullName;

        var refused = (await workshop.RunAsync("repair", "--repo", folder, "--test", Pytest)).ShouldExitWith(1);

        refused.ShouldSay(folder, "not a git repository");
    }

    [Fact]
    public async Task A_revision_that_does_not_exist_is_named()
    {
        await using var workshop = new Workshop();
        var repository = await workshop.RepositoryOfAsync("already-green");

        var refused = (await workshop.RepairAsync(repository, Pytest, "--rev", "v9.9")).ShouldExitWith(1);

        refused.ShouldSay("v9.9", "--rev");
    }

    [Fact]
    public async Task A_test_command_that_does_not_exist_is_named()
    {
        await using var workshop = new Workshop();
        var repository = await workshop.RepositoryOfAsync("already-green");

        var refused = (await workshop.RepairAsync(repository, "pitest --quick")).ShouldExitWith(1);

        refused.ShouldSay("pitest", "no test command");
        await workshop.ShouldBeTidyAsync();
    }

    [Fact]
    public async Task Tests_that_already_pass_leave_nothing_to_repair()
    {
        await using var workshop = new Workshop();
        var repository = await workshop.RepositoryOfAsync("already-green");

        var repair = (await workshop.RepairAsync(repository, Pytest)).ShouldExitWith(3);

        repair.Status.ShouldBe("cannot-reproduce");
        repair.ShouldSay("already pass", "--rev");
        (await repository.RemoteBranchesAsync()).ShouldBe(["main"]);
    }

    [Fact]
    public async Task Tests_that_never_end_are_stopped_by_the_budget()
    {
        await using var workshop = new Workshop();
        var repository = await workshop.RepositoryOfAsync("never-ends");

        var repair = (await workshop.RepairAsync(repository, Pytest, "--max-minutes", "0.4")).ShouldExitWith(124);

        repair.Took.ShouldBeLessThan(TimeSpan.FromSeconds(60));
        repair.ShouldSay("--max-minutes");
        (await repository.RemoteBranchesAsync()).ShouldBe(["main"]);
        await workshop.ShouldBeTidyAsync();
    }

    [Fact]
    public async Task A_test_that_no_edit_can_fix_ends_with_the_best_evidence()
    {
        await using var workshop = new Workshop();
        var repository = await workshop.RepositoryOfAsync("unfixable");

        var repair = (await workshop.RepairAsync(repository, Pytest, "--auto-approve-at", "0", "--max-minutes", "4")).ShouldExitWith(3);

        repair.Status.ShouldBe("gave-up");
        repair.Document.GetProperty("candidates").GetProperty("tested").GetInt32().ShouldBeGreaterThan(10);
        (await repository.RemoteBranchesAsync()).ShouldBe(["main"]);
        await workshop.ShouldBeTidyAsync();
    }

    [Fact, Trait("Category", "Full")]
    public async Task A_full_disk_is_called_a_full_disk()
    {
        await using var workshop = new Workshop();
        var repository = await workshop.RepositoryOfAsync("disk-filler");

        var repair = await workshop.RepairAsync(repository, Pytest, "--max-minutes", "4");

        repair.ExitCode.ShouldBeOneOf(1, 3);
        repair.ShouldSay("disk");
        (await repository.RemoteBranchesAsync()).ShouldBe(["main"]);
        await workshop.ShouldBeTidyAsync();
    }

    [Fact, Trait("Category", "Full")]
    public async Task A_repository_of_200_MB_is_repaired_like_any_other()
    {
        await using var workshop = new Workshop();
        var project = Project.Load("stockroom");
        var repository = await workshop.RepositoryOfAsync(project);
        var ballast = new byte[10 << 20];
        foreach (var number in Enumerable.Range(1, 20))
        {
            new Random(number).NextBytes(ballast);
            await File.WriteAllBytesAsync(Path.Combine(repository.Folder, $"scan-{number}.raw"), ballast, TestContext.Current.CancellationToken);
        }

        await repository.CommitAsync("Keep the scans");

        var repair = (await workshop.RepairAsync(repository, project.TestCommand, "--auto-approve-at", "0")).ShouldExitWith(0);

        repair.Document.GetProperty("seconds").GetDouble().ShouldBeLessThan(180, repair.ToString());
        await workshop.ShouldBeTidyAsync();
    }

    [Fact]
    public async Task Without_a_Docker_engine_the_command_says_what_to_install()
    {
        await using var workshop = new Workshop();
        var repository = await workshop.RepositoryOfAsync("already-green");
        workshop.Environment["DOCKER_HOST"] = $"unix://{workshop.Temporary}/dead.sock";

        var refused = (await workshop.RepairAsync(repository, Pytest)).ShouldExitWith(1);

        refused.ShouldSay("docker", "dead.sock");
        workshop.Environment.Remove("DOCKER_HOST");
        (await workshop.RunAsync("resume", refused.Incident)).ShouldExitWith(3).ShouldSay("already pass");
    }

    [Theory]
    [InlineData("repair", "--test", "true")]
    [InlineData("repair", "--repo", ".")]
    [InlineData("repair", "--repo", ".", "--test", "true", "--auto-approve-at", "sure")]
    [InlineData("repair", "--repo", ".", "--test", "true", "--max-minutes", "soon")]
    [InlineData("repair", "--repo", ".", "--test", "true", "--models", "oracle")]
    [InlineData("repair", "--repo", ".", "--test", "true", "--language", "klingon")]
    [InlineData("repair", "--repo", ".", "--test", "true", "--subdir", "../elsewhere")]
    [InlineData("show", "inc-../../etc/passwd")]
    [InlineData("mend")]
    public async Task A_wrong_command_line_is_a_matter_of_usage(params string[] arguments)
    {
        await using var workshop = new Workshop();

        var refused = (await workshop.RunAsync(arguments)).ShouldExitWith(2);

        refused.Output.ShouldBeEmpty();
        refused.Error.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task An_incident_that_does_not_exist_is_named()
    {
        await using var workshop = new Workshop();

        (await workshop.RunAsync("show", "inc-2222222222")).ShouldExitWith(1).ShouldSay("inc-2222222222");
    }
}
