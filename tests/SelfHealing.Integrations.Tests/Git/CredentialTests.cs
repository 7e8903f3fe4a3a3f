namespace SelfHealing.Integrations.Tests.Git;

public sealed class CredentialTests : IAsyncDisposable
{
    private const string Secret = "hunter2-t0ken%21";

    private readonly GitLab _lab = new();
    private readonly HttpRemote _remote;

    public CredentialTests()
    {
        _lab.MakeApp();
        GitLab.Git(_lab.Root, "clone", "-q", "--bare", "app", "origin.git");
        GitLab.Git(Path.Combine(_lab.Root, "origin.git"), "config", "http.receivepack", "true");
        _remote = new HttpRemote(_lab.Root, "ann", Uri.UnescapeDataString(Secret));
    }

    public async ValueTask DisposeAsync()
    {
        await _remote.DisposeAsync();
        _lab.Dispose();
    }

    [Fact]
    public async Task A_url_with_credentials_is_cloned_and_pushed_and_the_secret_is_kept_nowhere()
    {
        var url = $"http://ann:{Secret}@127.0.0.1:{_remote.Port}/origin.git";
        var checkout = await _lab.CheckOutAsync(url, "HEAD~1");
        var deployment = await _lab.PublishAsync(_lab.NewReport(url));

        deployment.Remote.ShouldBe($"http://127.0.0.1:{_remote.Port}/origin.git");
        GitLab.Git(Path.Combine(_lab.Root, "origin.git"), "rev-parse", deployment.Branch + "^").ShouldBe(checkout.Commit);
        string.Join('\n', _lab.Notes).ShouldNotContain("hunter2");
        foreach (var file in Directory.GetFiles(_lab.Data, "*", SearchOption.AllDirectories))
        {
            (await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken)).ShouldNotContain("hunter2", customMessage: file);
        }
    }

    [Theory]
    [InlineData("http://ann:hunter3@127.0.0.1:{port}/origin.git")]
    [InlineData("http://hunter3@127.0.0.1:{port}/origin.git")]
    [InlineData("http://127.0.0.1:{port}/origin.git")]
    public async Task Wrong_or_missing_credentials_are_told_without_asking_and_without_showing_them(string url)
    {
        var failure = await GitLab.FailureAsync(() => _lab.CheckOutAsync(url.Replace("{port}", $"{_remote.Port}", StringComparison.Ordinal)));
        failure.Message.ShouldContain("Give git credentials for it");
        failure.ToString().ShouldNotContain("hunter3");
    }
}
