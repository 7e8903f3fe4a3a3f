using System.ComponentModel;
using System.Data.Common;
using System.Diagnostics;
using System.Globalization;
using SelfHealing.Cli.Clusters;
using SelfHealing.Repair.Supervision;
using SelfHealing.Sandboxes;
using SelfHealing.Sandboxes.Reaping;
using SelfHealing.Silo.Databases;
using SelfHealing.Storage;

namespace SelfHealing.Cli.Chaos;

/// <summary>What chaos sees of the cluster, and how it kills.</summary>
/// <param name="folder">The cluster's data folder.</param>
/// <param name="sandboxes">The containers of incidents.</param>
/// <param name="sessions">The connections to the database.</param>
/// <param name="server">The database server, when it is the data folder's own; null otherwise.</param>
internal sealed class ChaosWorld(DataFolder folder, RunningSandboxes sandboxes, DatabaseSessions sessions, IOwnServer? server)
{
    /// <summary>The silos that <c>up</c> tells of.</summary>
    public IReadOnlyList<RunningSilo> Silos => ClusterState.Read(folder)?.Silos ?? [];

    /// <summary>Everything that could be killed now.</summary>
    public async Task<IReadOnlyList<ChaosTarget>> TargetsAsync(IReadOnlyList<ChaosKind> kinds, CancellationToken cancellationToken)
    {
        var silos = Silos;
        var targets = new List<ChaosTarget>();
        targets.AddRange(silos.Where(s => s.IsReady).Select(s => new ChaosTarget(ChaosKind.Silo, Text(s.ProcessId), s.Name)));
        if (kinds.Contains(ChaosKind.Sandbox))
        {
            targets.AddRange((await OfClusterAsync(silos, cancellationToken)).Select(s => new ChaosTarget(ChaosKind.Sandbox, s.Container, $"of {s.Incident}")));
        }

        if (kinds.Contains(ChaosKind.DatabaseConnection))
        {
            targets.AddRange((await SessionsAsync(cancellationToken)).Select(s => new ChaosTarget(ChaosKind.DatabaseConnection, Text(s.Backend), $"of {s.Application}")));
        }

        return server is null ? targets : [.. targets, new ChaosTarget(ChaosKind.Database, "server", "server")];
    }

    /// <summary>Incidents whose code runs in what is to be killed.</summary>
    public async Task<IReadOnlyList<string>> HitByAsync(ChaosTarget target, CancellationToken cancellationToken) => target.Kind switch
    {
        ChaosKind.Silo => [.. (await SandboxesAsync(cancellationToken)).Where(s => s.ProcessId is { } id && Text(id) == target.Id).Select(s => s.Incident).Distinct()],
        ChaosKind.Sandbox => [.. (await SandboxesAsync(cancellationToken)).Where(s => s.Container == target.Id).Select(s => s.Incident)],
        _ => [],
    };

    /// <summary>Kills it.</summary>
    /// <returns>False when it had ended already.</returns>
    public async Task<bool> KillAsync(ChaosTarget target, CancellationToken cancellationToken)
    {
        try
        {
            return await KillNowAsync(target, cancellationToken);
        }
        catch (Exception e) when (e is SandboxException or DbException)
        {
            return false;
        }
    }

    private async Task<bool> KillNowAsync(ChaosTarget target, CancellationToken cancellationToken)
    {
        switch (target.Kind)
        {
            case ChaosKind.Silo:
                return KillProcess(int.Parse(target.Id, CultureInfo.InvariantCulture));
            case ChaosKind.Sandbox:
                return await sandboxes.KillAsync(target.Id, cancellationToken);
            case ChaosKind.DatabaseConnection:
                return await sessions.EndAsync(int.Parse(target.Id, CultureInfo.InvariantCulture), cancellationToken);
            default:
                await server!.CrashAndRestartAsync(cancellationToken);
                return true;
        }
    }

    /// <summary>Containers that processes of this cluster made: other work on this machine is left alone.</summary>
    private async Task<IEnumerable<RunningSandbox>> OfClusterAsync(IReadOnlyList<RunningSilo> silos, CancellationToken cancellationToken)
    {
        var ours = silos.Select(s => s.ProcessId).ToHashSet();
        return (await SandboxesAsync(cancellationToken)).Where(s => s.ProcessId is { } id && ours.Contains(id));
    }

    /// <summary>An engine that is too busy to answer has no container to kill this time.</summary>
    private async Task<IReadOnlyList<RunningSandbox>> SandboxesAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await sandboxes.ListAsync(cancellationToken);
        }
        catch (SandboxException)
        {
            return [];
        }
    }

    /// <summary>A database that does not answer has no connection to end this time.</summary>
    private async Task<IReadOnlyList<DatabaseSession>> SessionsAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await sessions.ListAsync(cancellationToken);
        }
        catch (DbException)
        {
            return [];
        }
    }

    private static bool KillProcess(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            process.Kill();
            return true;
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or Win32Exception)
        {
            return false;
        }
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
