using SelfHealing.Toolchains;

namespace SelfHealing.Integrations.Tests.Git;

public sealed class CheckOutTests : IDisposable
{
    private readonly GitLab _lab = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _lab.Dispose();

    public static TheoryData<string, string> Revisions => new MatrixTheoryData<string, string>(
        ["path", "file URL"],
        ["HEAD", "@", "main", "refs/heads/main", "heads/main", "feature/slow", "v1", "HEAD~1", "main^", "full id", "short id", "older id", "short older id"]);

    [Theory]
    [MemberData(nameof(Revisions))]
    public async Task Every_way_to_name_a_revision_finds_its_commit(string kind, string revision)
    {
        _lab.MakeApp();
        var (last, first) = (GitLab.Git(_lab.App, "rev-parse", "HEAD"), GitLab.Git(_lab.App, "rev-parse", "HEAD~1"));
        var repository = kind == "path" ? _lab.App : "file://" + _lab.App;
        var named = revision switch { "full id" => last, "short id" => last[..8], "older id" => first, "short older id" => first[..8], _ => revision };

        var checkout = await _lab.CheckOutAsync(repository, named);

        checkout.Commit.ShouldBe(revision is "v1" or "HEAD~1" or "main^" or "older id" or "short older id" ? first : last);
        (await GitLab.FilesAsync(checkout))["src/app.py"].ShouldContain(checkout.Commit == first ? "a < 1" : "a < 2");
    }

    [Theory]
    [InlineData("bare.git")]
    [InlineData("app/.git")]
    [InlineData("second-tree")]
    public async Task A_bare_repository_and_a_linked_work_tree_are_repositories(string folder)
    {
        _lab.MakeApp();
        GitLab.Git(_lab.Root, "clone", "-q", "--bare", "app", "bare.git");
        GitLab.Git(_lab.App, "worktree", "add", "-q", "../second-tree", "main~1", "--detach");
        var path = Path.Combine(_lab.Root, folder);
        (await _lab.CheckOutAsync(path)).Commit.ShouldBe(GitLab.Git(path, "rev-parse", "HEAD"));
    }

    [Fact]
    public async Task The_archive_holds_every_file_exactly_as_it_is_in_the_tree()
    {
        _lab.MakeApp();
        _lab.Write(".gitattributes", "tests export-ignore\nsecret.txt export-ignore\nversion.txt export-subst\nid.txt ident\nwin.txt text eol=crlf\nutf16.txt working-tree-encoding=UTF-16\n*.gen filter=evil\n");
        GitLab.Git(_lab.App, "config", "core.autocrlf", "false");
        var expected = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["tests/test_app.py"] = "def test(): pass\n",
            ["secret.txt"] = "kept\n",
            ["version.txt"] = "$Format:%H$\n",
            ["id.txt"] = "$Id$\n",
            ["win.txt"] = "one\ntwo\n",
            ["a.gen"] = "raw\n",
        };
        foreach (var (path, content) in expected)
        {
            _lab.Write(path, content);
        }

        _lab.Commit("Attributes");
        var files = await GitLab.FilesAsync(await _lab.CheckOutAsync());
        foreach (var (path, content) in expected)
        {
            files[path].ShouldBe(content);
        }

        files.Keys.ShouldNotContain(name => name.Contains(".git/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_incident_goes_on_with_its_commit_although_the_branch_moves_and_the_repository_is_gone()
    {
        _lab.MakeApp();
        var first = await _lab.CheckOutAsync();
        _lab.Write("src/app.py", "moved\n");
        _lab.Commit("Third");
        _lab.Restart();
        (await _lab.CheckOutAsync()).Commit.ShouldBe(first.Commit);
        (await _lab.CheckOutAsync(incident: "inc-later")).Commit.ShouldNotBe(first.Commit);
        Directory.Delete(_lab.App, recursive: true);
        (await _lab.CheckOutAsync()).Commit.ShouldBe(first.Commit);
        Directory.GetDirectories(Path.Combine(_lab.Data, "repositories"), "*.git").Length.ShouldBe(1);
    }

    [Fact]
    public async Task Ten_incidents_check_out_at_once()
    {
        _lab.MakeApp();
        var commits = await Task.WhenAll(Enumerable.Range(0, 10).Select(async n => (await _lab.CheckOutAsync(revision: n % 2 == 0 ? "HEAD" : "HEAD~1", incident: $"inc-{n}")).Commit));
        commits.Distinct().Count().ShouldBe(2);
    }

    [Fact]
    public async Task What_a_killed_fetch_left_locked_does_not_stop_the_next()
    {
        _lab.MakeApp();
        await _lab.CheckOutAsync();
        var clone = Directory.GetDirectories(Path.Combine(_lab.Data, "repositories"), "*.git").ShouldHaveSingleItem();
        await File.WriteAllTextAsync(Path.Combine(clone, "shallow.lock"), "", Token);
        await File.WriteAllTextAsync(Path.Combine(clone, "refs", "selfheal", "fetched.lock"), "", Token);
        Directory.CreateDirectory(clone + ".new");
        await _lab.CheckOutAsync(revision: "HEAD~1", incident: "inc-next");
    }

    [Fact]
    public async Task A_commit_whose_fetch_was_killed_before_its_end_was_noted_is_fetched_again()
    {
        _lab.MakeApp();
        await _lab.CheckOutAsync();
        File.Delete(Path.Combine(Directory.GetDirectories(Path.Combine(_lab.Data, "repositories"), "*.git").ShouldHaveSingleItem(), "shallow"));
        await _lab.CheckOutAsync(incident: "inc-next");
        var deployment = await _lab.PublishAsync(_lab.NewReport(), incident: "inc-next");
        GitLab.Git(_lab.App, "rev-list", "--count", deployment.Commit).ShouldBe("3");
    }

    [Fact]
    public async Task Uncommitted_changes_are_named_and_left_alone()
    {
        _lab.MakeApp();
        _lab.Write("src/app.py", "dirty\n");
        _lab.Write("staged.py", "staged\n");
        GitLab.Git(_lab.App, "add", "staged.py");
        var before = GitLab.Git(_lab.App, "status", "--porcelain");
        var index = await File.ReadAllBytesAsync(Path.Combine(_lab.App, ".git", "index"), Token);

        var files = await GitLab.FilesAsync(await _lab.CheckOutAsync());

        files["src/app.py"].ShouldContain("a < 2");
        files.ShouldNotContainKey("staged.py");
        _lab.Notes.ShouldContain(note => note.StartsWith("2 files have uncommitted changes", StringComparison.Ordinal));
        (await File.ReadAllBytesAsync(Path.Combine(_lab.App, ".git", "index"), Token)).ShouldBe(index);
        GitLab.Git(_lab.App, "status", "--porcelain").ShouldBe(before);
    }

    [Fact]
    public async Task A_clean_work_tree_whose_files_were_copied_is_not_called_changed()
    {
        _lab.MakeApp();
        foreach (var file in Directory.GetFiles(Path.Combine(_lab.App, "src")))
        {
            File.SetLastWriteTimeUtc(file, DateTime.UtcNow.AddYears(-1));
        }

        await _lab.CheckOutAsync();
        _lab.Notes.ShouldNotContain(note => note.Contains("uncommitted", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Files_are_read_from_the_commit_and_only_regular_ones()
    {
        _lab.MakeApp();
        _lab.Write("-dash.py", "dash");
        _lab.Write("new\nline.py", "newline");
        File.CreateSymbolicLink(Path.Combine(_lab.App, "link.py"), "/etc/passwd");
        _lab.Commit("Odd names");
        await _lab.CheckOutAsync();
        (await ReadAsync("src/app.py")).ShouldBe("def f(a):\n    return a < 2\n");
        (await ReadAsync("-dash.py")).ShouldBe("dash");
        (await ReadAsync("new\nline.py")).ShouldBe("newline");
        foreach (var none in (string[])["link.py", "src", "src/", "", "no.py", "../app/run.sh", "/etc/passwd", "./run.sh", "src/../run.sh", ":/", "*"])
        {
            (await ReadAsync(none)).ShouldBeNull(none);
        }

        async Task<string?> ReadAsync(string path) =>
            await _lab.Repositories.ReadFileAsync(new Workspace(GitLab.Incident, _lab.Base, "none", "image", "true", ""), path, Token) is { } content ? System.Text.Encoding.UTF8.GetString(content) : null;
    }
}
