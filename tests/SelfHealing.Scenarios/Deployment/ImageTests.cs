using SelfHealing.TestDatabase;
using CommandResult = SelfHealing.Scenarios.Workshops.CommandResult;

namespace SelfHealing.Scenarios.Deployment;

/// <summary>The image that the Dockerfile makes, built and run.</summary>
public sealed class ImageTests
{
    [Fact, Trait("Category", "Full")]
    public async Task It_is_built_and_runs_a_silo_and_a_gateway_as_nobody_special()
    {
        await using var image = await BuiltImage.BuildAsync();

        (await Run(image, [], "--version")).ShouldExitWith(0).Output.Trim().ShouldMatch("^[0-9]+[.][0-9]");
        (await Run(image, ["--read-only", "--tmpfs", "/tmp", "--cap-drop", "ALL", "--network", "none"], "list")).ShouldExitWith(0);
        (await Run(image, ["--entrypoint", "sh"], "-c", "id -u; git --version; curl --version; ssh -V; touch /app/x"))
            .ShouldSay("Permission denied").Output.ShouldStartWith("10001");

        await using var silo = await ServeAsync(image, "silo");
        await using var gateway = await ServeAsync(image, "gateway");

        // The silo says whether it reaches database and engine, the gateway whether it reaches a silo.
        await silo.BecomesHealthyAsync();
        await gateway.BecomesHealthyAsync();
        (await silo.StopAsync()).ShouldBe(0, "a stop in good order");
    }

    private static Task<CommandResult> Run(BuiltImage image, IEnumerable<string> options, params IEnumerable<string> arguments) =>
        BuiltImage.DockerAsync(["run", "--rm", .. options, image.Reference, .. arguments]);

    private static async Task<ServingContainer> ServeAsync(BuiltImage image, string command) =>
        await ServingContainer.StartAsync(image, command, await Database.Value);

    private static readonly Lazy<Task<string>> Database = new(async () =>
        await (await PostgresServer.Shared).CreateDatabaseAsync(TestContext.Current.CancellationToken));
}

/// <summary>A container that serves HTTP on a port of this machine.</summary>
internal sealed class ServingContainer : IAsyncDisposable
{
    private readonly string _id;
    private readonly Uri _health;

    private ServingContainer(string id, Uri health) => (_id, _health) = (id, health);

    public static async Task<ServingContainer> StartAsync(BuiltImage image, string command, string connection)
    {
        var port = HealthEndpoint.FreePort();
        const string Socket = "/var/run/docker.sock";
        var group = (await BuiltImage.DockerAsync("run", "--rm", "--volume", $"{Socket}:{Socket}", "--entrypoint", "stat", image.Reference, "-c", "%g", Socket)).ShouldExitWith(0);
        string[] engine = command == "silo" ? ["--volume", $"{Socket}:{Socket}", "--group-add", group.Output.Trim()] : [];

        // This machine's own network, because the database listens on its loopback address alone.
        var started = await BuiltImage.DockerAsync(
        [
            "run", "--detach", "--read-only", "--tmpfs", "/tmp:mode=1777", "--cap-drop", "ALL", "--security-opt", "no-new-privileges", "--network", "host", .. engine,
            "--env", $"ConnectionStrings__selfheal={connection}", "--env", $"ASPNETCORE_URLS=http://127.0.0.1:{port}", image.Reference, command,
        ]);
        return new ServingContainer(started.ShouldExitWith(0).Output.Trim(), new Uri($"http://127.0.0.1:{port}/health"));
    }

    public Task BecomesHealthyAsync() => HealthEndpoint.BecomesHealthyAsync(_health, async () =>
    {
        var log = await BuiltImage.DockerAsync("logs", _id);
        return log.Output + log.Error;
    });

    /// <summary>Stops it as an orchestrator does, and says its exit code.</summary>
    public async Task<int> StopAsync()
    {
        (await BuiltImage.DockerAsync("stop", "--time", "45", _id)).ShouldExitWith(0);
        return int.Parse((await BuiltImage.DockerAsync("inspect", "--format", "{{.State.ExitCode}}", _id)).Output);
    }

    public async ValueTask DisposeAsync() => await BuiltImage.DockerAsync("rm", "--force", "--volumes", _id);
}
