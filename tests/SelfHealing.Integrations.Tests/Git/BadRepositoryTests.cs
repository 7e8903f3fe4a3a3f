namespace SelfHealing.Integrations.Tests.Git;

public sealed class BadRepositoryTests : IDisposable
{
    private readonly GitLab _lab = new();

    public void Dispose() => _lab.Dispose();

    [Theory]
    [InlineData("nowhere", "There is no folder")]
    [InlineData("plain", "is not a git repository")]
    [InlineData("file", "is a file")]
    [InlineData("empty", "has no commits yet")]
    [InlineData("file://{root}/empty", "has no commits yet")]
    [InlineData("file://{root}/nowhere.git", "Check the address")]
    [InlineData("file://{root}/returned error: 403 Permission denied.git", "Check the address.")]
    [InlineData("file://{root}/Authentication failed 401.git", "Check the address.")]
    [InlineData("app/src", "is a folder inside the repository")]
    [InlineData("http://127.0.0.1:1/none.git", "Check the address and the network")]
    [InlineData("ssh://127.0.0.1:1/none.git", "Check the address and the network")]
    [InlineData("ext::sh -c touch% {root}/canary", "not one that can be fetched safely")]
    [InlineData("--upload-pack=touch {root}/canary", "not one that can be fetched safely")]
    [InlineData("gopher://x/y", "not one that can be fetched safely")]
    [InlineData("ssh://-oProxyCommand=touch${IFS}{root}/canary/x", "could not be read")]
    [InlineData("", "is empty")]
    public async Task A_repository_that_is_none_is_refused_with_a_sentence(string repository, string words)
    {
        _lab.MakeApp();
        GitLab.Git(_lab.Root, "init", "-q", "empty");
        Directory.CreateDirectory(Path.Combine(_lab.Root, "plain"));
        await File.WriteAllTextAsync(Path.Combine(_lab.Root, "file"), "", TestContext.Current.CancellationToken);
        var isPath = repository.Length > 0 && !repository.Contains(':', StringComparison.Ordinal) && !repository.StartsWith('-');
        var named = isPath ? Path.Combine(_lab.Root, repository) : repository.Replace("{root}", _lab.Root, StringComparison.Ordinal);

        var failure = await GitLab.FailureAsync(() => _lab.CheckOutAsync(named));

        failure.Message.ShouldContain(words);
        failure.IsUserError.ShouldBeTrue();
        File.Exists(Path.Combine(_lab.Root, "canary")).ShouldBeFalse();
    }

    [Theory]
    [InlineData("path", "featur/slow")]
    [InlineData("file URL", "featur/slow")]
    [InlineData("path", "--all")]
    [InlineData("file URL", "--all")]
    [InlineData("path", "0123456789012345678901234567890123456789")]
    [InlineData("file URL", "0123456789012345678901234567890123456789")]
    [InlineData("file URL", "01234567")]
    [InlineData("path", "HEAD~99")]
    [InlineData("file URL", "HEAD~99")]
    [InlineData("path", "HEAD:src")]
    public async Task An_unknown_revision_is_answered_with_the_nearest_names(string kind, string revision)
    {
        _lab.MakeApp();
        var failure = await GitLab.FailureAsync(() => _lab.CheckOutAsync(kind == "path" ? _lab.App : "file://" + _lab.App, revision));
        failure.Message.ShouldContain($"has no revision {revision}");
        failure.Message.ShouldContain("feature/slow");
        failure.IsUserError.ShouldBeTrue();
    }

    [Fact]
    public async Task A_missing_program_is_told()
    {
        _lab.MakeApp();
        var options = Microsoft.Extensions.Options.Options.Create(new SelfHealing.Integrations.Git.GitOptions { Repositories = _lab.Data, PullRequests = _lab.Data, Program = "no-such-git" });
        var repositories = new SelfHealing.Integrations.Git.GitRepositories(options, new SelfHealing.Integrations.Git.GitDisk(options, TimeProvider.System), _lab.Artifacts);
        var failure = await GitLab.FailureAsync(() => repositories.CheckOutAsync(GitLab.Incident, _lab.NewReport(), _lab, TestContext.Current.CancellationToken));
        failure.Message.ShouldContain("Install git");
    }
}
