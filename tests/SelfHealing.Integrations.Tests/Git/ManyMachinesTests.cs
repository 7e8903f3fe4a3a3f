using SelfHealing.Repairs;
using SelfHealing.Repositories;
using SelfHealing.Toolchains;

namespace SelfHealing.Integrations.Tests.Git;

/// <summary>An incident that begins on one machine and goes on at another.</summary>
public sealed class ManyMachinesTests : IDisposable
{
    private const string Branch = "selfheal/" + GitLab.Incident;

    private readonly GitLab _lab = new();

    public ManyMachinesTests() => _lab.MakeApp();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _lab.Dispose();

    [Fact]
    public async Task A_machine_that_never_saw_the_checkout_publishes_the_very_same_commit()
    {
        var checkout = await _lab.CheckOutAsync();
        var planned = await _lab.PublishAsync(_lab.NewReport(dryRun: true));
        _lab.Move("other");

        var deployment = await _lab.PublishAsync(_lab.NewReport());

        deployment.Commit.ShouldBe(planned.Commit);
        GitLab.Git(_lab.App, "rev-parse", Branch).ShouldBe(planned.Commit);
        GitLab.Git(_lab.App, "rev-parse", Branch + "^").ShouldBe(checkout.Commit);
    }

    [Fact]
    public async Task A_revision_that_moved_on_meanwhile_does_not_move_the_incident()
    {
        var checkout = await _lab.CheckOutAsync();
        _lab.Write("src/app.py", "def f(a):\n    return a < 3\n");
        _lab.Commit("Third");
        _lab.Move("other");

        await _lab.PublishAsync(_lab.NewReport());

        GitLab.Git(_lab.App, "rev-parse", Branch + "^").ShouldBe(checkout.Commit);
    }

    [Fact]
    public async Task Two_machines_that_publish_at_once_make_one_branch_with_one_commit()
    {
        var origin = _lab.MakeBare("origin.git");
        await _lab.CheckOutAsync();
        List<IRepositories> machines = [_lab.Repositories];
        foreach (var machine in (string[])["b", "c", "d"])
        {
            _lab.Move(machine);
            machines.Add(_lab.Repositories);
        }

        var publication = _lab.Publication(GitLab.Fix, "Fix f");
        var deployments = await Task.WhenAll(machines.Select(machine =>
            Task.Run(() => machine.PublishAsync(GitLab.Incident, _lab.NewReport(remote: origin), publication, Token))));

        deployments.Select(deployment => deployment.Commit).Distinct().ShouldBe([GitLab.Git(origin, "rev-parse", Branch)]);
        GitLab.Git(origin, "for-each-ref", "--format=%(refname:short)").ShouldBe(Branch);
    }

    [Fact]
    public async Task Processes_that_share_a_folder_wait_for_each_other()
    {
        var checkout = await _lab.CheckOutAsync();
        var turn = Directory.GetFiles(Path.Combine(_lab.Data, "repositories"), "*.turn").ShouldHaveSingleItem();
        Task<Deployment> publishing;
        await using (new FileStream(turn, FileMode.Open, FileAccess.ReadWrite, FileShare.None))
        {
            publishing = _lab.PublishAsync(_lab.NewReport());
            (await Task.WhenAny(publishing, Task.Delay(500, Token))).ShouldNotBe(publishing);
        }

        (await publishing).Branch.ShouldBe(Branch);
        GitLab.Git(_lab.App, "rev-parse", Branch + "^").ShouldBe(checkout.Commit);
    }

    [Fact]
    public async Task Where_there_is_no_clone_files_are_read_from_the_archive()
    {
        var checkout = await _lab.CheckOutAsync();
        using var archive = new MemoryStream();
        await checkout.Archive(archive, Token);
        archive.Position = 0;
        var workspace = new Workspace(GitLab.Incident, checkout.Commit, await _lab.Artifacts.PutAsync(archive, Token), "image", "true", "");
        var here = await _lab.Repositories.ReadFileAsync(workspace, "src/app.py", Token);
        _lab.Move("other");

        (await _lab.Repositories.ReadFileAsync(workspace, "src/app.py", Token)).ShouldBe(here.ShouldNotBeNull());
        (await _lab.Repositories.ReadFileAsync(workspace, "src/none.py", Token)).ShouldBeNull();
    }
}
