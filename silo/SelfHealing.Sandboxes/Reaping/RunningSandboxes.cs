using Docker.DotNet;
using Docker.DotNet.Models;
using SelfHealing.Sandboxes.Engine;

namespace SelfHealing.Sandboxes.Reaping;

/// <summary>A container in which an incident's code runs.</summary>
/// <param name="Container">The container's name.</param>
/// <param name="Incident">The incident.</param>
/// <param name="ProcessId">The process of this machine that made it; null for one elsewhere.</param>
public sealed record RunningSandbox(string Container, string Incident, int? ProcessId);

/// <summary>Looks at the containers that run for incidents, whichever process made them.</summary>
/// <param name="engine">The engine.</param>
public sealed class RunningSandboxes(DockerEngine engine)
{
    /// <summary>Those that run now.</summary>
    /// <exception cref="SandboxException">No engine answers.</exception>
    public async Task<IReadOnlyList<RunningSandbox>> ListAsync(CancellationToken cancellationToken)
    {
        var connected = await engine.ConnectAsync(cancellationToken);
        var containers = await connected.Client.Containers.ListContainersAsync(
            new ContainersListParameters
            {
                Filters = new Dictionary<string, IDictionary<string, bool>>(StringComparer.Ordinal)
                {
                    ["label"] = new Dictionary<string, bool>(StringComparer.Ordinal) { [Labels.Incident] = true },
                },
            },
            cancellationToken);
        return [.. containers.Select(c => new RunningSandbox(SandboxReaper.NameOf(c), c.Labels[Labels.Incident], ProcessOf(c)))];
    }

    /// <summary>Kills a container.</summary>
    /// <returns>False when it had ended already.</returns>
    public async Task<bool> KillAsync(string container, CancellationToken cancellationToken)
    {
        var connected = await engine.ConnectAsync(cancellationToken);
        try
        {
            await connected.Client.Containers.KillContainerAsync(container, new ContainerKillParameters(), cancellationToken);
            return true;
        }
        catch (DockerApiException)
        {
            return false;
        }
    }

    private static int? ProcessOf(ContainerListResponse container) =>
        container.Labels.TryGetValue(Labels.Owner, out var text) && Owner.Parse(text) is { } owner && owner.Host == Owner.Current.Host ? owner.Process : null;
}
