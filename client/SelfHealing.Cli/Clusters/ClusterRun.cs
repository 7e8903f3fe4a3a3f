using SelfHealing.Cli.Terminals;
using SelfHealing.Silo.Databases;
using SelfHealing.Storage;

namespace SelfHealing.Cli.Clusters;

/// <summary>A cluster on this machine: its database, its gateway and its silos, from their start to their end.</summary>
internal sealed class ClusterRun : IDisposable
{
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan GatewayPatience = TimeSpan.FromSeconds(8);

    // A silo may take 30 seconds to hand its work over.
    private static readonly TimeSpan SiloPatience = TimeSpan.FromSeconds(35);

    private readonly DataFolder _folder;
    private readonly ProvisionedDatabase _database;
    private readonly UpOptions _options;
    private readonly TimeProvider _time;
    private readonly Action<Happening> _tell;
    private readonly ClusterPlaces _places;
    private readonly HealthProbe _probe = new();
    private readonly ClusterApi _api;
    private readonly ClusterReports _reports;
    private readonly SupervisedProcess _gateway;
    private readonly Fleet _fleet;
    private ClusterState? _written;
    private bool _wasReady;

    /// <summary>Starts the gateway and the silos.</summary>
    /// <param name="folder">The data folder.</param>
    /// <param name="database">The database.</param>
    /// <param name="options">What was asked for.</param>
    /// <param name="token">The token with which the gateway is asked for its report; null for none.</param>
    /// <param name="time">The clock.</param>
    /// <param name="tell">Told what happens.</param>
    public ClusterRun(DataFolder folder, ProvisionedDatabase database, UpOptions options, string? token, TimeProvider time, Action<Happening> tell)
    {
        (_folder, _database, _options, _time, _tell) = (folder, database, options, time, tell);
        _places = new ClusterPlaces(folder, database.ConnectionString, options.Http, options.Rules.Max);
        _api = new ClusterApi(_places.Gateway, token);
        _reports = new ClusterReports(_api);
        _gateway = new SupervisedProcess("gateway", _places.TheGateway, _probe, time, tell);
        _gateway.Start();
        _fleet = new Fleet(_places, _probe, options, time, tell);
    }

    /// <summary>The cluster as it is now.</summary>
    /// <param name="uptime">Since it was started.</param>
    public ClusterSnapshot Look(TimeSpan uptime) =>
        new(uptime, _database.Description, _gateway.Look(), [.. _fleet.Silos.Select(s => s.Look())], _fleet.Desired, _options.Rules, _reports.Last);

    /// <summary>Keeps it running until it is asked to stop.</summary>
    /// <param name="endpoint">The lock of the data folder, through which other commands find the gateway.</param>
    /// <param name="cancellationToken">Asks it to stop.</param>
    /// <exception cref="CliException">It does not come up.</exception>
    public async Task KeepAsync(SiloLock endpoint, CancellationToken cancellationToken)
    {
        var isPublished = false;
        while (!cancellationToken.IsCancellationRequested)
        {
            var ends = _fleet.Silos.Append(_gateway).Select(p => p.Exited);
            await Task.WhenAny([Task.Delay(Beat, _time, cancellationToken), .. ends]);
            _gateway.Tend();
            _fleet.Tend(_reports.Last);
            StopWhatNeverCameUp();
            if (!isPublished && _gateway.State == ProcessState.Ready)
            {
                await endpoint.PublishAsync(_places.Gateway.ToString(), _time, cancellationToken);
                isPublished = true;
            }

            await _reports.RefreshAsync(_gateway.State == ProcessState.Ready, cancellationToken);
            TellWhenReady();
            WriteState();
        }
    }

    /// <summary>Stops the gateway, then all silos side by side; who does not stop in time is killed. The database is the caller's to stop.</summary>
    public async Task StopAsync()
    {
        _tell(new Happening("stopping", "Stopping the gateway and the silos; running incidents go on with the next start. Ctrl+C again kills them."));
        await StopAsync([_gateway], GatewayPatience);
        await StopAsync(_fleet.Silos, SiloPatience);
        ClusterState.Remove(_folder);
    }

    /// <summary>Kills everything that is ours.</summary>
    public void Kill()
    {
        foreach (var process in _fleet.Silos.Append(_gateway))
        {
            process.Kill();
        }
    }

    public void Dispose()
    {
        _gateway.Dispose();
        _fleet.Dispose();
        _probe.Dispose();
        _api.Dispose();
    }

    private async Task StopAsync(IReadOnlyList<SupervisedProcess> processes, TimeSpan patience)
    {
        var began = _time.GetTimestamp();
        foreach (var process in processes)
        {
            process.AskToStop();
        }

        while (processes.Any(p => p.State == ProcessState.Stopping))
        {
            var left = patience - _time.GetElapsedTime(began);
            if (left <= TimeSpan.Zero)
            {
                foreach (var late in processes.Where(p => p.State == ProcessState.Stopping))
                {
                    _tell(new Happening("process", $"{late.Name} did not stop within {Figures.Duration(patience)}: killing it.") { Name = late.Name, State = late.State });
                    late.Kill();
                }
            }

            await Task.WhenAny([Task.Delay(Beat, _time), .. processes.Select(p => p.Exited)]);
            foreach (var process in processes)
            {
                process.Tend();
            }
        }
    }

    /// <summary>What dies twice before anything of its kind was ever ready dies of the settings, and not of an accident.</summary>
    private void StopWhatNeverCameUp()
    {
        var silos = _fleet.Silos;
        var hopeless = !silos.Any(s => s.WasReady) ? silos.FirstOrDefault(s => s.Deaths >= 2) : null;
        if ((hopeless ?? (_gateway is { WasReady: false, Deaths: >= 2 } ? _gateway : null)) is { } failed)
        {
            throw new CliException($"{failed.Name} does not start ({failed.LastDeath}). What it printed is in {failed.Place?.Output}.");
        }
    }

    private void TellWhenReady()
    {
        if (!_wasReady && _gateway.State == ProcessState.Ready && _fleet.IsReady)
        {
            _wasReady = true;
            _tell(new Happening("ready", $"The cluster is ready: {Figures.Count(_fleet.Desired, "silo")}, reached at {_places.Gateway.GetLeftPart(UriPartial.Authority)}.") { Address = _places.Gateway });
        }
    }

    private void WriteState()
    {
        var members = _fleet.Silos.Select(s => s.Look()).Where(s => s.ProcessId is not null)
            .Select(s => new RunningSilo(s.Name, s.ProcessId!.Value, s.Address, s.State == ProcessState.Ready)).ToList();
        if (_written is null || !_written.Silos.SequenceEqual(members))
        {
            _written = new ClusterState(Environment.ProcessId, _places.Gateway, _options.Http.ToString(), _database.Address, members);
            _written.Write(_folder);
        }
    }
}
