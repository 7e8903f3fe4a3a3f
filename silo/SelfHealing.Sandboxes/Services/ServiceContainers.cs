using Docker.DotNet;
using Docker.DotNet.Models;
using SelfHealing.Sandboxes.Engine;

namespace SelfHealing.Sandboxes.Services;

/// <summary>Runs servers in containers of the machine's Docker engine.</summary>
/// <param name="engine">The engine.</param>
public sealed class ServiceContainers(DockerEngine engine)
{
    private const uint StopSeconds = 20;

    /// <summary>Starts the container; one of its name that is there already is started as it is.</summary>
    /// <param name="service">What to run.</param>
    /// <param name="progress">Told what is being waited for.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="SandboxException">No engine answers, or there is no image and none can be pulled.</exception>
    public async Task StartAsync(ServiceContainer service, IProgress<string> progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(service);
        ArgumentNullException.ThrowIfNull(progress);
        var client = (await engine.ConnectAsync(cancellationToken)).Client;
        try
        {
            if (!await ExistsAsync(client, service.Name, cancellationToken))
            {
                var image = await FindImageAsync(client, service.Repository, cancellationToken) ?? await PullAsync(client, service, progress, cancellationToken);
                progress.Report($"Making the container {service.Name} from {image}");
                await client.Containers.CreateContainerAsync(Parameters(service, image), cancellationToken);
            }

            await client.Containers.StartContainerAsync(service.Name, new ContainerStartParameters(), cancellationToken);
        }
        catch (DockerApiException e)
        {
            throw new SandboxException($"The Docker engine refuses the container {service.Name}: {e.Message}", e);
        }
    }

    /// <summary>Stops the container in good order; its files stay.</summary>
    public async Task StopAsync(string name, CancellationToken cancellationToken)
    {
        var client = (await engine.ConnectAsync(cancellationToken)).Client;
        await client.Containers.StopContainerAsync(name, new ContainerStopParameters { WaitBeforeKillSeconds = StopSeconds }, cancellationToken);
    }

    /// <summary>Kills the container; its files stay.</summary>
    public async Task KillAsync(string name, CancellationToken cancellationToken)
    {
        var client = (await engine.ConnectAsync(cancellationToken)).Client;
        await client.Containers.KillContainerAsync(name, new ContainerKillParameters(), cancellationToken);
    }

    private static async Task<bool> ExistsAsync(DockerClient client, string name, CancellationToken cancellationToken)
    {
        var found = await client.Containers.ListContainersAsync(
            new ContainersListParameters
            {
                All = true,
                Filters = new Dictionary<string, IDictionary<string, bool>>(StringComparer.Ordinal)
                {
                    ["name"] = new Dictionary<string, bool>(StringComparer.Ordinal) { [$"^/{name}$"] = true },
                },
            },
            cancellationToken);
        return found.Count > 0;
    }

    private static async Task<string?> FindImageAsync(DockerClient client, string repository, CancellationToken cancellationToken)
    {
        var images = await client.Images.ListImagesAsync(new ImagesListParameters(), cancellationToken);
        return images.SelectMany(i => i.RepoTags ?? []).Where(tag => tag.StartsWith(repository + ":", StringComparison.Ordinal)).Order(StringComparer.Ordinal).LastOrDefault();
    }

    private static async Task<string> PullAsync(DockerClient client, ServiceContainer service, IProgress<string> progress, CancellationToken cancellationToken)
    {
        var image = $"{service.Repository}:{service.Tag}";
        progress.Report($"Pulling the image {image}");
        try
        {
            await client.Images.CreateImageAsync(
                new ImagesCreateParameters { FromImage = service.Repository, Tag = service.Tag }, null, new Progress<JSONMessage>(), cancellationToken);
            return image;
        }
        catch (DockerApiException e)
        {
            throw new SandboxException($"there is no image {image} on this machine and none could be pulled: {e.Message}", e);
        }
    }

    private static CreateContainerParameters Parameters(ServiceContainer service, string image)
    {
        var port = $"{service.Port}/tcp";
        return new CreateContainerParameters
        {
            Name = service.Name,
            Image = image,
            Env = [.. service.Environment.Select(e => $"{e.Key}={e.Value}")],
            ExposedPorts = new Dictionary<string, EmptyStruct>(StringComparer.Ordinal) { [port] = default },
            HostConfig = new HostConfig
            {
                PortBindings = new Dictionary<string, IList<PortBinding>>(StringComparer.Ordinal)
                {
                    [port] = [new PortBinding { HostIP = "127.0.0.1", HostPort = $"{service.HostPort}" }],
                },
                Mounts = [new Mount { Type = "volume", Source = service.Name, Target = service.VolumePath }],
            },
        };
    }
}
