using SelfHealing.Integrations.Git;
using SelfHealing.Repairs;
using SelfHealing.Repositories;

namespace SelfHealing.Integrations.Tests.Git;

public sealed class PublishTests : IDisposable
{
    private const string Branch = "selfheal/" + GitLab.Incident;

    private readonly GitLab _lab = new();

    public PublishTests() => _lab.MakeApp();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _lab.Dispose();

    [Fact]
    public async Task The_fix_is_one_commit_on_the_incidents_branch_of_origin()
    {
        var origin = Origin();
        var checkout = await _lab.CheckOutAsync();

        var deployment = await _lab.PublishAsync(_lab.NewReport());

        deployment.Branch.ShouldBe(Branch);
        deployment.Remote.ShouldBe(origin);
        GitLab.Git(origin, "rev-parse", Branch).ShouldBe(deployment.Commit);
        GitLab.Git(origin, "rev-parse", Branch + "^").ShouldBe(checkout.Commit);
        GitLab.Git(origin, "show", $"{Branch}:src/app.py").ShouldBe("def f(a):\n    return a <= 2");
        GitLab.Git(origin, "log", "-1", "--format=%an <%ae> %cn%n%B", Branch).ShouldBe("SelfHealing <selfheal@localhost> SelfHealing\nFix f\n\nIt was off by one.");
        GitLab.Git(origin, "diff", "--name-only", Branch + "^", Branch).ShouldBe("src/app.py");
        GitLab.Git(origin, "ls-tree", Branch, "run.sh").ShouldStartWith("100755");
        GitLab.Git(_lab.App, "branch", "--list", "selfheal/*").ShouldBeEmpty();
        (await File.ReadAllTextAsync(deployment.PullRequest!, Token)).ShouldBe("# Fix f\n\nIt was off by one.\n");
    }

    [Fact]
    public async Task Publishing_again_even_after_a_restart_finds_the_commit_and_the_branch()
    {
        var origin = Origin();
        await _lab.CheckOutAsync();
        var first = await _lab.PublishAsync(_lab.NewReport());
        (await _lab.PublishAsync(_lab.NewReport())).ShouldBe(first);
        _lab.Restart();
        (await _lab.PublishAsync(_lab.NewReport(), message: "Told in other words")).ShouldBe(first);
        GitLab.Git(origin, "for-each-ref", "--format=%(refname:short)", "refs/heads/selfheal").ShouldBe(Branch);
        GitLab.Git(origin, "rev-list", "--count", $"main..{Branch}").ShouldBe("1");
    }

    [Fact]
    public async Task Without_an_origin_the_branch_is_pushed_to_the_repository_and_nothing_else_changes()
    {
        _lab.Write("src/app.py", "dirty\n");
        _lab.Write("untracked.txt", "mine\n");
        var before = (GitLab.Git(_lab.App, "status", "--porcelain"), GitLab.Git(_lab.App, "rev-parse", "HEAD", "main"), GitLab.Git(_lab.App, "config", "--list", "--local"));
        await _lab.CheckOutAsync();

        var deployment = await _lab.PublishAsync(_lab.NewReport());

        deployment.Remote.ShouldBe(_lab.App);
        GitLab.Git(_lab.App, "rev-parse", Branch).ShouldBe(deployment.Commit);
        (GitLab.Git(_lab.App, "status", "--porcelain"), GitLab.Git(_lab.App, "rev-parse", "HEAD", "main"), GitLab.Git(_lab.App, "config", "--list", "--local")).ShouldBe(before);
        (await File.ReadAllTextAsync(Path.Combine(_lab.App, "src", "app.py"), Token)).ShouldBe("dirty\n");
    }

    [Theory]
    [InlineData("name")]
    [InlineData("path")]
    [InlineData("file URL")]
    public async Task A_remote_that_has_none_of_the_history_gets_it(string kind)
    {
        var target = _lab.MakeBare("fresh.git");
        GitLab.Git(_lab.App, "remote", "add", "backup", "../fresh.git");
        await _lab.CheckOutAsync();
        var deployment = await _lab.PublishAsync(_lab.NewReport(remote: kind switch { "name" => "backup", "path" => target, _ => "file://" + target }));
        GitLab.Git(target, "rev-list", "--count", Branch).ShouldBe("3");
        deployment.Remote.ShouldBe(kind == "file URL" ? "file://" + target : target);
    }

    [Fact]
    public async Task A_push_from_a_url_goes_back_to_the_url()
    {
        var origin = Origin();
        await _lab.CheckOutAsync("file://" + origin);
        var deployment = await _lab.PublishAsync(_lab.NewReport("file://" + origin));
        GitLab.Git(origin, "rev-parse", Branch).ShouldBe(deployment.Commit);
    }

    [Fact]
    public async Task A_branch_with_another_change_is_never_overwritten()
    {
        var origin = Origin();
        GitLab.Git(origin, "update-ref", "refs/heads/" + Branch, "main");
        await _lab.CheckOutAsync();
        var failure = await GitLab.FailureAsync(() => _lab.PublishAsync(_lab.NewReport()));
        failure.Message.ShouldContain("exists on " + origin + " with another change");
        failure.IsUserError.ShouldBeTrue();
        GitLab.Git(origin, "rev-parse", Branch).ShouldBe(GitLab.Git(origin, "rev-parse", "main"));
    }

    [Fact]
    public async Task A_branch_with_the_same_change_by_another_hand_is_found()
    {
        var origin = Origin();
        var checkout = await _lab.CheckOutAsync();
        var mine = await _lab.PublishAsync(_lab.NewReport(dryRun: true));
        _lab.Write("src/app.py", "def f(a):\n    return a <= 2\n");
        _lab.Commit("By hand");
        GitLab.Git(_lab.App, "push", "-q", "origin", "HEAD:refs/heads/" + Branch);
        var deployment = await _lab.PublishAsync(_lab.NewReport());
        deployment.Commit.ShouldBe(GitLab.Git(_lab.App, "rev-parse", "HEAD"));
        deployment.Commit.ShouldNotBe(mine.Commit);
        GitLab.Git(origin, "rev-parse", Branch + "^").ShouldBe(checkout.Commit);
    }

    [Fact]
    public async Task A_refused_push_tells_the_remotes_words_and_a_retry_pushes_the_same_commit()
    {
        var origin = Origin();
        var hook = Path.Combine(origin, "hooks", "pre-receive");
        GitLab.WriteScript(hook, "echo \"Frozen \\033[31muntil\\033[0m Monday, ask https://ann:hunter2@example.org/x\" >&2\nexit 1");
        await _lab.CheckOutAsync();
        var planned = await _lab.PublishAsync(_lab.NewReport(dryRun: true));

        var failure = await GitLab.FailureAsync(() => _lab.PublishAsync(_lab.NewReport()));

        failure.IsUserError.ShouldBeTrue();
        failure.Message.ShouldContain("Frozen until Monday, ask https://example.org/x");
        failure.Message.ShouldContain("pre-receive hook declined");
        failure.Message.ShouldNotContain("hunter2");
        File.Delete(hook);
        _lab.Restart();
        (await _lab.PublishAsync(_lab.NewReport())).Commit.ShouldBe(planned.Commit);
    }

    [Fact]
    public async Task A_dry_run_leaves_everything_but_the_data_folder_alone()
    {
        var origin = Origin();
        await _lab.CheckOutAsync();
        var deployment = await _lab.PublishAsync(_lab.NewReport(dryRun: true));
        deployment.Remote.ShouldBeNull();
        File.Exists(deployment.PullRequest).ShouldBeTrue();
        GitLab.Git(origin, "branch", "--list", "selfheal/*").ShouldBeEmpty();
        GitLab.Git(_lab.App, "branch", "--list", "selfheal/*").ShouldBeEmpty();
    }

    [Theory]
    [InlineData("upstream", "has no remote upstream (it has origin)")]
    [InlineData("/nowhere/at/all.git", "has no remote /nowhere/at/all.git")]
    [InlineData("http://ann:hunter2@127.0.0.1:1/x.git", "http://127.0.0.1:1/x.git could not be reached")]
    public async Task A_remote_that_is_none_is_refused_with_a_sentence(string remote, string words)
    {
        Origin();
        await _lab.CheckOutAsync();
        var failure = await GitLab.FailureAsync(() => _lab.PublishAsync(_lab.NewReport(remote: remote)));
        failure.Message.ShouldContain(words);
        failure.Message.ShouldNotContain("hunter2");
        failure.IsUserError.ShouldBeTrue();
    }

    [Theory]
    [InlineData("src/app.py", 20, 100)]
    [InlineData("src/app.py", -1, 1)]
    [InlineData("src/none.py", 0, 0)]
    [InlineData("../outside.py", 0, 0)]
    [InlineData(".git/config", 0, 0)]
    public async Task A_patch_that_does_not_fit_makes_no_commit(string path, int start, int length)
    {
        await _lab.CheckOutAsync();
        var publication = _lab.Publication(new Patch([new TextEdit(path, start, length, "x")]), "Fix");
        var failure = await GitLab.FailureAsync(() => _lab.Repositories.PublishAsync(GitLab.Incident, _lab.NewReport(), publication, Token));
        failure.Message.ShouldContain(path);
        failure.IsUserError.ShouldBeFalse();
    }

    [Fact]
    public void Edits_of_one_file_are_applied_from_the_front_and_may_not_overlap()
    {
        var content = "αβγδ"u8.ToArray();
        var patched = PatchedFile.Apply("f", content, [new TextEdit("f", 6, 2, "!"), new TextEdit("f", 0, 0, "<"), new TextEdit("f", 2, 2, "")]);
        patched.ShouldBe("<αγ!"u8.ToArray());
        Should.Throw<RepositoryException>(() => PatchedFile.Apply("f", content, [new TextEdit("f", 0, 4, ""), new TextEdit("f", 2, 2, "")]));
    }

    private string Origin()
    {
        GitLab.Git(_lab.Root, "clone", "-q", "--bare", "app", "origin.git");
        var origin = Path.Combine(_lab.Root, "origin.git");
        GitLab.Git(_lab.App, "remote", "add", "origin", origin);
        return origin;
    }
}
