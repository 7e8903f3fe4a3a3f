using Docker.DotNet.Models;
using Microsoft.Extensions.Logging;
using SelfHealing.Incidents;
using SelfHealing.Sandboxes.Engine;
using SelfHealing.Sandboxes.Jobs;

namespace SelfHealing.Sandboxes.Reaping;

/// <summary>Removes containers that nobody needs any more.</summary>
public sealed class SandboxReaper
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(1.5);
    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(25);

    private readonly DockerEngine _engine;
    private readonly LiveContainers _live;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;

    internal SandboxReaper(DockerEngine engine, LiveContainers live, TimeProvider time, ILogger<SandboxReaper> logger)
    {
        _engine = engine;
        _live = live;
        _time = time;
        _logger = logger;
    }

    /// <summary>Removes what dead processes left: call it at start. Containers of processes that live are left alone.</summary>
    /// <returns>How many were removed.</returns>
    /// <exception cref="SandboxException">No engine answers.</exception>
    public async Task<int> ReapAsync(CancellationToken cancellationToken)
    {
        var containers = await ListAsync(Labels.Owner, cancellationToken);
        var removed = await RemoveAsync(containers.Where(IsLeftover).Select(NameOf));
        if (removed > 0)
        {
            _logger.LogInformation("Removed {Count} containers that ended processes had left.", removed);
        }

        return removed;
    }

    /// <summary>Removes the containers of a cluster that nobody needs any more, on whatever machine their silo was: its silo is dead, or its incident is over.</summary>
    /// <remarks>Those of this machine's living processes are left alone: they are just removing them.</remarks>
    /// <param name="cluster">The cluster's name, as the containers bear it.</param>
    /// <param name="isDead">Whether a silo is known to be dead.</param>
    /// <param name="whichAreOver">Tells which of these incidents are closed or unknown.</param>
    /// <param name="cancellationToken">Cancels before anything is removed.</param>
    /// <returns>How many were removed.</returns>
    /// <exception cref="SandboxException">No engine answers.</exception>
    public async Task<int> ReapClusterAsync(
        string cluster, Func<string, bool> isDead, Func<IReadOnlyList<string>, CancellationToken, Task<IReadOnlyList<string>>> whichAreOver, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(isDead);
        ArgumentNullException.ThrowIfNull(whichAreOver);
        var theirs = (await ListAsync($"{Labels.Cluster}={cluster}", cancellationToken)).Where(container => !IsOfALivingProcessHere(container)).ToList();
        var incidents = theirs.Select(IncidentOf).Where(IncidentId.IsValid).Distinct(StringComparer.Ordinal).ToList();
        var over = incidents.Count == 0 ? [] : await whichAreOver(incidents, cancellationToken);
        return await RemoveAsync(theirs.Where(container => isDead(container.Labels[Labels.Silo]) || over.Contains(IncidentOf(container), StringComparer.Ordinal)).Select(NameOf));
    }

    /// <summary>Kills and removes every container of an incident, whichever process made it.</summary>
    /// <returns>How many were removed.</returns>
    /// <exception cref="SandboxException">No engine answers.</exception>
    public async Task<int> RemoveIncidentAsync(string incident, CancellationToken cancellationToken) =>
        await RemoveAsync((await ListAsync($"{Labels.Incident}={incident}", cancellationToken)).Select(NameOf));

    /// <summary>Kills and removes every container of this process, for instance after Ctrl+C; none is made any more.</summary>
    /// <remarks>Waits a moment for those that the engine is just making, which their makers remove.</remarks>
    public async Task RemoveOwnAsync()
    {
        _live.Close();
        for (var began = _time.GetTimestamp(); _live.Names is { Count: > 0 } names && _time.GetElapsedTime(began) < _patience; await Task.Delay(_pause))
        {
            await RemoveAsync(names);
        }
    }

    private async Task<IList<ContainerListResponse>> ListAsync(string label, CancellationToken cancellationToken)
    {
        var engine = await _engine.ConnectAsync(cancellationToken);
        return await engine.Client.Containers.ListContainersAsync(
            new ContainersListParameters
            {
                All = true,
                Filters = new Dictionary<string, IDictionary<string, bool>>(StringComparer.Ordinal)
                {
                    ["label"] = new Dictionary<string, bool>(StringComparer.Ordinal) { [label] = true },
                },
            },
            cancellationToken);
    }

    // A container whose removal broke off half-way has lost its name already.
    internal static string NameOf(ContainerListResponse container) => container.Names is [var name, ..] ? name.TrimStart('/') : container.ID;

    private static string IncidentOf(ContainerListResponse container) => container.Labels.TryGetValue(Labels.Incident, out var incident) ? incident : "";

    private static bool IsOfALivingProcessHere(ContainerListResponse container) =>
        container.Labels.TryGetValue(Labels.Owner, out var text) && Owner.Parse(text) is { } owner && owner.Host == Owner.Current.Host && !owner.IsKnownDead;

    /// <summary>Its process has ended; or nothing can be known of its process, and its time is over.</summary>
    private bool IsLeftover(ContainerListResponse container)
    {
        var owner = Owner.Parse(container.Labels[Labels.Owner]);
        return owner is { IsKnownDead: true }
            || (owner?.Host != Owner.Current.Host
                && container.Labels.TryGetValue(Labels.Expires, out var text)
                && long.TryParse(text, out var expires)
                && expires < _time.GetUtcNow().ToUnixTimeSeconds());
    }

    private async Task<int> RemoveAsync(IEnumerable<string> containers)
    {
        var engine = await _engine.ConnectAsync(CancellationToken.None);
        var removals = containers.Select(c => _live.RemoveAsync(engine.Client, c)).ToList();
        await Task.WhenAll(removals);
        return removals.Count;
    }
}
