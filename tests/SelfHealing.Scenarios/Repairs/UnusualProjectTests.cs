using SelfHealing.Scenarios.Workshops;

namespace SelfHealing.Scenarios.Repairs;

public sealed class UnusualProjectTests
{
    private const string Certain = "--auto-approve-at=0";

    [Fact]
    public async Task A_command_that_only_gives_an_exit_code_is_enough()
    {
        await using var workshop = new Workshop();
        var repository = await workshop.RepositoryOfAsync("plain-command");

        (await workshop.RepairAsync(repository, "./check.sh", Certain)).ShouldExitWith(0);

        await ShouldGiveChangeAsync(repository, "till/drawer.py");
    }

    [Fact, Trait("Category", "Full")]
    public async Task A_runner_of_its_own_kind_is_understood_by_its_JUnit_report()
    {
        await using var workshop = new Workshop();
        var repository = await workshop.RepositoryOfAsync("junit-command");

        var repair = (await workshop.RepairAsync(repository, "python3 run_checks.py", Certain)).ShouldExitWith(0);

        repair.Document.GetProperty("tests").GetProperty("failToPass").GetInt32().ShouldBe(2, repair.ToString());
        repair.Document.GetProperty("tests").GetProperty("passToPass").GetInt32().ShouldBe(2, repair.ToString());
        await ShouldGiveChangeAsync(repository, "till/drawer.py");
    }

    [Fact, Trait("Category", "Full")]
    public async Task A_project_in_a_sub_folder_is_tested_there_and_patched_there()
    {
        await using var workshop = new Workshop();
        var repository = await workshop.RepositoryOfAsync("subdirectory");

        (await workshop.RepairAsync(repository, "python3 -m pytest -q", Certain, "--subdir", "services/till")).ShouldExitWith(0);

        await ShouldGiveChangeAsync(repository, "services/till/till/drawer.py");
    }

    [Fact, Trait("Category", "Full")]
    public async Task A_set_up_command_runs_once_and_its_result_is_kept()
    {
        await using var workshop = new Workshop();
        var repository = await workshop.RepositoryOfAsync("needs-setup");
        string[] options = [Certain, "--setup", "apt-get update && apt-get install -y --no-install-recommends python3-yaml"];

        (await workshop.RepairAsync(repository, "python3 -m pytest -q", options)).ShouldExitWith(0);
        var again = (await workshop.RepairAsync(repository, "python3 -m pytest -q", options)).ShouldExitWith(0);

        again.Document.GetProperty("stages").EnumerateArray().Single(s => s.GetProperty("name").GetString() == "prepare")
            .GetProperty("seconds").GetDouble().ShouldBeLessThan(5, again.ToString());
        await workshop.ShouldBeTidyAsync();
    }

    [Fact]
    public async Task What_the_user_has_not_committed_is_neither_used_nor_touched()
    {
        await using var workshop = new Workshop();
        var project = Project.Load("playlist");
        var repository = await workshop.RepositoryOfAsync(project);
        var edited = Path.Combine(repository.Folder, "playlist", "queue.py");
        await File.WriteAllTextAsync(edited, "half-finished work\n", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(repository.Folder, "notes.txt"), "mine\n", TestContext.Current.CancellationToken);
        await repository.GitAsync("add", "notes.txt");
        var before = await repository.StatusAsync();

        var repair = (await workshop.RepairAsync(repository, project.TestCommand, Certain)).ShouldExitWith(0);

        (await repository.StatusAsync()).ShouldBe(before);
        (await File.ReadAllTextAsync(edited, TestContext.Current.CancellationToken)).ShouldBe("half-finished work\n");
        (await repository.RemoteGitAsync("diff", "--name-only", "main", repair.Document.GetProperty("branch").GetString()!)).ShouldBe("playlist/queue.py");
    }

    [Fact, Trait("Category", "Full")]
    public async Task An_older_revision_is_repaired_where_it_stands()
    {
        await using var workshop = new Workshop();
        var project = Project.Load("invoicing");
        var repository = await workshop.RepositoryOfAsync(project);
        var broken = await repository.HeadAsync();
        await File.WriteAllTextAsync(Path.Combine(repository.Folder, "CHANGES"), "later\n", TestContext.Current.CancellationToken);
        await repository.CommitAsync("A later change");

        var repair = (await workshop.RepairAsync(repository, project.TestCommand, Certain, "--rev", broken)).ShouldExitWith(0);

        (await repository.RemoteGitAsync("rev-parse", $"{repair.Document.GetProperty("branch").GetString()}~1")).ShouldBe(broken);
    }

    [Fact, Trait("Category", "Full")]
    public async Task A_dry_run_shows_the_patch_and_pushes_nothing()
    {
        await using var workshop = new Workshop();
        var project = Project.Load("league");
        var repository = await workshop.RepositoryOfAsync(project);

        var repair = (await workshop.RepairAsync(repository, project.TestCommand, Certain, "--dry-run")).ShouldExitWith(0);

        (await repository.RemoteBranchesAsync()).ShouldBe(["main"]);
        var diff = (await workshop.RunAsync("diff", repair.Incident)).ShouldExitWith(0);
        await File.WriteAllTextAsync(Path.Combine(workshop.Repositories, "patch"), diff.Output, TestContext.Current.CancellationToken);
        await repository.GitAsync("apply", "../patch");
        (await Engine.RunAsync(repository.Folder, project.TestCommand, TimeSpan.FromSeconds(60))).ShouldExitWith(0);
    }

    [Fact, Trait("Category", "Full")]
    public async Task The_branch_goes_to_the_remote_that_is_named()
    {
        await using var workshop = new Workshop();
        var project = Project.Load("rota");
        var repository = await workshop.RepositoryOfAsync(project);
        var fork = Path.Combine(workshop.Repositories, "fork.git");
        await repository.GitAsync("clone", "--quiet", "--bare", repository.Remote, fork);

        (await workshop.RepairAsync(repository, project.TestCommand, Certain, "--remote", fork)).ShouldExitWith(0);

        (await repository.RemoteBranchesAsync()).ShouldBe(["main"]);
        (await repository.GitAsync("ls-remote", fork)).ShouldContain("refs/heads/selfheal/inc-");
    }

    private static async Task ShouldGiveChangeAsync(TestRepository repository, string path)
    {
        var branch = (await repository.RemoteBranchesAsync()).Single(b => b.StartsWith("selfheal/", StringComparison.Ordinal));
        (await repository.RemoteGitAsync("diff", "--name-only", "main", branch)).ShouldBe(path);
        var folder = Path.GetDirectoryName(Path.GetDirectoryName(path))!;
        var check = await Engine.RunAsync(
            Path.Combine(await repository.CloneAsync(branch), folder), "python3 -c \"from till import change; assert change(1000, 999) == 1\"", TimeSpan.FromSeconds(20));
        check.ShouldExitWith(0);
    }
}
