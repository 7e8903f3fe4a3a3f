using SelfHealing.Cli.Terminals;
using SelfHealing.Sandboxes.Engine;
using SelfHealing.Silo.Databases;
using SelfHealing.Storage;

namespace SelfHealing.Cli.Clusters;

/// <summary>One run of <c>selfheal up</c>.</summary>
internal sealed class UpRun(Surroundings surroundings, DataFolder folder, UpOptions options, IClusterDisplay display)
{
    // The gateway, the silos and the database one after the other, each with its own limit.
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(100);

    private readonly long _began = surroundings.Time.GetTimestamp();
    private ClusterRun? _run;

    /// <summary>Starts the cluster and keeps it until it is asked to stop.</summary>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        using var taken = SiloLock.TryTake(folder) ?? throw await IsTakenAsync(cancellationToken);
        if (!SlotPorts.IsFree(options.Http))
        {
            throw new CliException($"Something else listens on {options.Http}. Stop it, or let the gateway listen elsewhere: --http 127.0.0.1:{SlotPorts.FreePort()}");
        }

        surroundings.Interruption.Sentence = "Killed. PostgreSQL may still run for this data folder; the next `up` uses it.";
        surroundings.Interruption.Patience = StopPatience;
        surroundings.Interruption.AtOnce = () => _run?.Kill();
        await display.RunAsync(Look, () => WorkAsync(taken, cancellationToken));
        return ExitCodes.Fixed;
    }

    private async Task WorkAsync(SiloLock taken, CancellationToken cancellationToken)
    {
        using var engine = new DockerEngine();
        var looking = new Told(text => Tell(new Happening("database", text)));
        await using var database = await new DatabaseProvision(folder, engine).ProvisionAsync(options.Database, looking, cancellationToken);
        Tell(new Happening("database", $"The database is {database.Description}."));
        using var run = new ClusterRun(folder, database, options, surroundings.Variable("SELFHEAL_TOKEN"), surroundings.Time, Tell);
        _run = run;
        try
        {
            await run.KeepAsync(taken, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Asked to stop: that is how a cluster ends.
        }
        finally
        {
            await run.StopAsync();
            if (database.Server is not null)
            {
                Tell(new Happening("stopping", "Stopping PostgreSQL."));
                await database.DisposeAsync();
            }

            _run = null;
        }

        Tell(new Happening("stopped", $"Stopped after {Figures.Duration(Uptime)}. What is recorded is kept; the next `up` on this data folder goes on."));
    }

    private ClusterSnapshot Look() => _run?.Look(Uptime) ?? new ClusterSnapshot(Uptime, null, null, [], options.Silos, options.Rules, null);

    private TimeSpan Uptime => surroundings.Time.GetElapsedTime(_began);

    private void Tell(Happening happening) => display.Tell(happening with { At = surroundings.Time.GetUtcNow() });

    private async Task<CliException> IsTakenAsync(CancellationToken cancellationToken)
    {
        var owner = await SiloLock.FindOwnerAsync(folder, cancellationToken);
        return ClusterState.Read(folder) is { } state
            ? new CliException($"A cluster already runs on {folder.Root} (process {state.ProcessId}, at {state.Gateway}). Submit to it, stop it there with Ctrl+C, or name another folder with --data.")
            : new CliException($"Another selfheal process works on {folder.Root}{(owner is null ? "" : $" (process {owner.ProcessId})")}. Wait until it has ended, or name another folder with --data.");
    }

    private sealed class Told(Action<string> tell) : IProgress<string>
    {
        public void Report(string value) => tell(value);
    }
}
