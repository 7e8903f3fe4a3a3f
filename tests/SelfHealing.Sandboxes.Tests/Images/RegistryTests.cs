using System.Globalization;
using Docker.DotNet.Models;
using SelfHealing.Sandboxes.Engine;

namespace SelfHealing.Sandboxes.Images;

/// <summary>Images from a real registry: Debian's own, in a container of this machine.</summary>
public sealed class RegistryTests(SandboxFixture sandboxes)
{
    // Debian's own asks for a password.
    private const string Configuration = "version: 0.1\\nstorage:\\n  filesystem:\\n    rootdirectory: /var/lib/docker-registry\\nhttp:\\n  addr: :5000\\n";

    private readonly Notes _progress = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Where_a_registry_is_reachable_the_public_base_is_pulled_and_packages_are_added()
    {
        var engine = await sandboxes.Engine.ConnectAsync(Token);
        var server = await RegistryImageAsync();
        var registry = await StartAsync(engine, server);
        try
        {
            var pushed = await PushAsync(engine, await PortAsync(engine, registry));
            var recipe = ImageRecipe.Python with { Name = "python-of-a-registry", Packages = ["python3", "python3-pytest", "tree"], PublicBase = pushed };

            var image = await ((DockerSandboxImages)sandboxes.Images).EnsureAsync(recipe, _progress, Token);

            image.ShouldBe(recipe.Reference);
            _progress.All.ShouldContain(line => line.StartsWith($"Pulling {pushed}: ", StringComparison.Ordinal));
            var (exit, lines) = await sandboxes.RunAsync(new SandboxJob("inc-test", image, ["/bin/sh", "-c", "tree --version; python3 -m pytest --version"]), Token);
            exit.ExitCode.ShouldBe(0, exit.ErrorOutput);
            lines[0].ShouldStartWith("tree v");
            lines[1].ShouldStartWith("pytest ");
            await sandboxes.RemoveImageAsync(image);
            await sandboxes.RemoveImageAsync(pushed);
        }
        finally
        {
            await engine.Client.Containers.RemoveContainerAsync(registry, new() { Force = true, RemoveVolumes = true }, CancellationToken.None);
            await sandboxes.RemoveImageAsync(server);
        }
    }

    private Task<string> RegistryImageAsync() => sandboxes.Images.EnsureSetUpAsync(
        sandboxes.Python,
        new ImageSetUp("apt-get update && apt-get install -y --no-install-recommends docker-registry", _ => Task.FromResult<Stream>(new MemoryStream(new byte[1024])), "", "docker-registry"),
        _progress,
        Token);

    private static async Task<string> StartAsync(ConnectedEngine engine, string image)
    {
        var made = await engine.Client.Containers.CreateContainerAsync(
            new CreateContainerParameters
            {
                Image = image,
                User = "0",
                Entrypoint = ["/bin/sh", "-c"],
                Cmd = [$"printf '{Configuration}' >/tmp/registry.yml && exec docker-registry serve /tmp/registry.yml"],
                ExposedPorts = new Dictionary<string, EmptyStruct> { ["5000/tcp"] = default },
                HostConfig = new HostConfig
                {
                    PortBindings = new Dictionary<string, IList<PortBinding>> { ["5000/tcp"] = [new PortBinding { HostIP = "127.0.0.1", HostPort = "0" }] },
                },
            },
            Token);
        await engine.Client.Containers.StartContainerAsync(made.ID, new(), Token);
        return made.ID;
    }

    private static async Task<int> PortAsync(ConnectedEngine engine, string container)
    {
        var state = await engine.Client.Containers.InspectContainerAsync(container, Token);
        var port = int.Parse(state.NetworkSettings!.Ports!["5000/tcp"][0].HostPort, CultureInfo.InvariantCulture);
        using var http = new HttpClient();
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                (await http.GetAsync(new Uri($"http://127.0.0.1:{port}/v2/"), Token)).EnsureSuccessStatusCode();
                return port;
            }
            catch (HttpRequestException) when (attempt < 100)
            {
                await Task.Delay(100, Token);
            }
        }
    }

    /// <summary>Puts the Python image into the registry as the public base, and takes the local name away.</summary>
    private async Task<string> PushAsync(ConnectedEngine engine, int port)
    {
        var repository = $"127.0.0.1:{port}/debian";
        await engine.Client.Images.TagImageAsync(sandboxes.Python, new ImageTagParameters { RepositoryName = repository, Tag = "bookworm-slim" }, Token);
        var errors = new List<string>();
        await engine.Client.Images.PushImageAsync(
            repository, new ImagePushParameters { Tag = "bookworm-slim" }, new AuthConfig(), new Listener<JSONMessage>(m => errors.AddRange(m.Error is { } e ? [e.Message ?? "it failed"] : [])), Token);
        errors.ShouldBeEmpty();
        await sandboxes.RemoveImageAsync($"{repository}:bookworm-slim");
        return $"{repository}:bookworm-slim";
    }
}
