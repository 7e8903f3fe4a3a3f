namespace SelfHealing.Integrations.Tests.Git;

public sealed class HostileRepositoryTests : IDisposable
{
    private readonly GitLab _lab = new();
    private readonly string _canary;
    private readonly string _trap;

    public HostileRepositoryTests()
    {
        _canary = Path.Combine(_lab.Root, "canary");
        _trap = Path.Combine(_lab.Root, "trap.sh");
        GitLab.WriteScript(_trap, $"echo \"$0 $*\" >> {_canary}; exit 1");
        _lab.MakeApp();
    }

    public void Dispose() => _lab.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Nothing_that_a_repository_brings_is_run(bool byUrl)
    {
        _lab.Write(".gitattributes", "* filter=evil diff=evil merge=evil\n");
        _lab.Write(".gitmodules", $"[submodule \"evil\"]\n\tpath = evil\n\turl = ext::{_trap}\n\tupdate = !{_trap}\n");
        File.CreateSymbolicLink(Path.Combine(_lab.App, "escape"), "/etc");
        _lab.Commit("Traps in the tree");
        foreach (var key in (string[])[
            "core.fsmonitor", "core.sshCommand", "core.pager", "core.editor", "core.gitProxy", "core.alternateRefsCommand", "core.askPass", "credential.helper",
            "uploadpack.packObjectsHook", "filter.evil.clean", "filter.evil.smudge", "filter.evil.process", "diff.evil.command", "diff.evil.textconv", "diff.external",
            "merge.evil.driver", "gpg.program", "alias.rev-parse", "pager.log", "tar.tar.command", "remote.origin.uploadpack", "remote.origin.vcs", "trace2.eventTarget"])
        {
            GitLab.Git(_lab.App, "config", key, _trap);
        }

        GitLab.Git(_lab.App, "config", "filter.evil.required", "true");
        GitLab.Git(_lab.App, "config", "core.hooksPath", Path.Combine(_lab.Root, "hooks"));
        Directory.CreateDirectory(Path.Combine(_lab.Root, "hooks"));
        foreach (var hook in (string[])["post-checkout", "post-index-change", "reference-transaction", "pre-push", "pre-commit", "commit-msg", "fsmonitor-watchman", "post-commit", "pre-auto-gc"])
        {
            File.Copy(_trap, Path.Combine(_lab.Root, "hooks", hook));
            File.Copy(_trap, Path.Combine(_lab.App, ".git", "hooks", hook));
        }

        _lab.Write("src/app.py", "def f(a):\n    return a < 2 # dirty\n");
        var target = _lab.MakeBare("target.git");
        File.Delete(_canary);

        var checkout = await _lab.CheckOutAsync(byUrl ? "file://" + _lab.App : _lab.App);
        var files = await GitLab.FilesAsync(checkout);
        await _lab.PublishAsync(_lab.NewReport(byUrl ? "file://" + _lab.App : _lab.App, remote: target));

        File.Exists(_canary).ShouldBeFalse(File.Exists(_canary) ? await File.ReadAllTextAsync(_canary, TestContext.Current.CancellationToken) : "");
        files["escape"].ShouldBe("-> /etc");
        files["src/app.py"].ShouldContain("a < 2");
        await SpringAsync();
        _lab.Notes.ShouldContain(note => note.Contains("submodules", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Names_with_line_breaks_dashes_and_foreign_bytes_go_through()
    {
        var blob = GitLab.Git(_lab.App, "hash-object", "-w", "run.sh");
        GitLab.WriteScript(Path.Combine(_lab.Root, "add.sh"), $"printf '100644 {blob}\\t\\377\\376.txt\\0' | git update-index -z --index-info && git commit -q -m Bytes");
        _lab.Write("-rf", "dash\n");
        _lab.Write("two\nlines", "newline\n");
        _lab.Commit("Names");
        GitLab.Git(_lab.App, "-c", $"alias.add-bytes=!{Path.Combine(_lab.Root, "add.sh")}", "add-bytes");

        var files = await GitLab.FilesAsync(await _lab.CheckOutAsync());
        var deployment = await _lab.PublishAsync(_lab.NewReport());

        files["-rf"].ShouldBe("dash\n");
        files["two\nlines"].ShouldBe("newline\n");
        GitLab.Git(_lab.App, "diff", "--name-only", "HEAD", deployment.Commit).ShouldBe("src/app.py");
    }

    [Theory]
    [InlineData("ext::{trap}")]
    [InlineData("--receive-pack={trap}")]
    public async Task A_remote_that_would_run_a_program_is_refused(string url)
    {
        await File.AppendAllTextAsync(
            Path.Combine(_lab.App, ".git", "config"), $"[remote \"origin\"]\n\turl = \"{url.Replace("{trap}", _trap, StringComparison.Ordinal)}\"\n", TestContext.Current.CancellationToken);
        await _lab.CheckOutAsync();
        var failure = await GitLab.FailureAsync(() => _lab.PublishAsync(_lab.NewReport()));
        failure.Message.ShouldContain("not one that can be fetched safely");
        File.Exists(_canary).ShouldBeFalse();
    }

    /// <summary>The traps are live: an ordinary command in the repository springs one.</summary>
    private async Task SpringAsync()
    {
        using var status = System.Diagnostics.Process.Start("git", ["-C", _lab.App, "status"]);
        await status.WaitForExitAsync(TestContext.Current.CancellationToken);
        File.Exists(_canary).ShouldBeTrue();
    }
}
