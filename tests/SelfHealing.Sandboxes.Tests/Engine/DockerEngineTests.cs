namespace SelfHealing.Sandboxes.Engine;

public sealed class DockerEngineTests(SandboxFixture sandboxes)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_engine_says_what_it_is()
    {
        var facts = (await sandboxes.Engine.FindAsync(Token)).ShouldNotBeNull();

        facts.Version.ShouldNotBeEmpty();
        facts.ApiVersion.ShouldBeGreaterThanOrEqualTo(new Version(1, 24));
        facts.Processors.ShouldBeGreaterThan(0);
        facts.MemoryBytes.ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task Without_an_engine_one_paragraph_says_what_to_do()
    {
        var discovery = new EngineDiscovery(name => name == "DOCKER_HOST" ? "tcp://127.0.0.1:1" : null, _ => null, "/nowhere/docker.sock");
        using var engine = new DockerEngine(null, discovery, installer: null);

        (await engine.FindAsync(Token)).ShouldBeNull();
        var message = (await Should.ThrowAsync<SandboxException>(() => engine.EnsureAsync(new Notes(), Token))).Message;

        message.ShouldStartWith("No Docker engine answers (tcp://127.0.0.1:1/ from DOCKER_HOST: ");
        message.ShouldContain("apt-get install docker.io");
        message.ShouldNotContain("\n");
    }

    [Fact]
    public async Task An_engine_that_is_restarted_is_waited_for()
    {
        using var relay = new EngineRelay((await sandboxes.Engine.FindAsync(Token)).ShouldNotBeNull().Endpoint.Address);
        using var engine = new DockerEngine(null, new EngineDiscovery(name => name == "DOCKER_HOST" ? $"unix://{relay.Socket}" : null, _ => null), installer: null);
        var connected = await engine.ReachAsync(Token);
        (await engine.WhySilentAsync(Token)).ShouldBeNull();

        await relay.StopAsync();
        (await engine.WhySilentAsync(Token)).ShouldNotBeNull().ShouldStartWith("No Docker engine answers (unix://");
        var reaching = engine.ReachAsync(Token);
        (await Task.WhenAny(reaching, Task.Delay(200, Token))).ShouldNotBe(reaching);

        relay.Start();
        (await reaching).ShouldBe(connected);
    }

    [Theory]
    [InlineData("1.12", "1.41", "1.41")]
    [InlineData("1.24", "1.47", "1.47")]
    [InlineData("1.24", "1.54", "1.47")]
    [InlineData("1.48", "1.60", "1.48")]
    [InlineData(null, "1.30", "1.30")]
    public void The_API_version_is_the_newest_that_both_sides_know(string? oldest, string newest, string spoken) =>
        ConnectedEngine.Negotiate(oldest, newest).ShouldBe(Version.Parse(spoken));

    [Theory]
    [InlineData("ID=debian\nVERSION_ID=\"12\"", true)]
    [InlineData("NAME=\"Linux Mint\"\nID=linuxmint\nID_LIKE=\"ubuntu debian\"", true)]
    [InlineData("ID=\"fedora\"\nVARIANT_ID=debian", false)]
    [InlineData("", false)]
    public void Debian_and_its_kin_are_recognised(string osRelease, bool expected) => HostSystem.IsDebianLike(osRelease).ShouldBe(expected);

    [Fact]
    public async Task A_lock_is_held_by_one_and_waited_for_by_the_next()
    {
        var name = $"test-{Guid.NewGuid():N}";
        var waits = new TaskCompletionSource();
        var first = await MachineLock.TakeAsync(name, () => { }, TimeProvider.System, Token);
        var second = MachineLock.TakeAsync(name, waits.SetResult, TimeProvider.System, Token);

        await waits.Task;
        second.IsCompleted.ShouldBeFalse();
        first.Dispose();
        (await second).Dispose();
    }
}
