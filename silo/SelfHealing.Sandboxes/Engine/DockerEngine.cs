using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace SelfHealing.Sandboxes.Engine;

/// <summary>Finds the Docker engine, and installs and starts one where it may.</summary>
/// <remarks>Looks at DOCKER_HOST, then the docker command line's current context, then <c>/var/run/docker.sock</c>.</remarks>
public sealed class DockerEngine : IDisposable
{
    /// <summary>How long an engine that answered before may be away: a restart or an upgrade of it, with its containers, takes less.</summary>
    private static readonly TimeSpan _longestRestart = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan _pause = TimeSpan.FromSeconds(0.5);

    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly EngineDiscovery _discovery;
    private readonly EngineInstaller? _installer;
    private readonly SemaphoreSlim _gate = new(1, 1);
    private ConnectedEngine? _engine;

    /// <summary>Makes a finder; it looks for nothing yet.</summary>
    public DockerEngine(ILogger<DockerEngine>? logger = null, TimeProvider? time = null)
        : this(logger, EngineDiscovery.OfThisMachine, HostSystem.CanInstall ? new EngineInstaller(EngineDiscovery.OfThisMachine, time ?? TimeProvider.System) : null, time)
    {
    }

    internal DockerEngine(ILogger? logger, EngineDiscovery discovery, EngineInstaller? installer, TimeProvider? time = null)
    {
        _time = time ?? TimeProvider.System;
        _logger = logger ?? NullLogger.Instance;
        _discovery = discovery;
        _installer = installer;
    }

    /// <summary>Looks for an engine and changes nothing.</summary>
    /// <returns>What the engine says of itself, or null when none answers.</returns>
    public async Task<EngineFacts?> FindAsync(CancellationToken cancellationToken)
    {
        var search = await SearchAsync(cancellationToken);
        return search.Engine?.Facts;
    }

    /// <summary>Finds an engine, or installs and starts one on Debian and Ubuntu when the process is root.</summary>
    /// <param name="progress">Told what is being waited for.</param>
    /// <param name="cancellationToken">Stops the waiting; an installation that has begun goes on.</param>
    /// <exception cref="SandboxException">There is no engine and none can be installed; the message is one paragraph that says what to do.</exception>
    public async Task<EngineFacts> EnsureAsync(IProgress<string> progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(progress);
        var search = await SearchAsync(cancellationToken);
        if (search.Engine is null && _installer is not null && !_discovery.IsNamed)
        {
            await _installer.InstallAsync(progress, cancellationToken);
            search = await SearchAsync(cancellationToken);
        }

        return search.Engine?.Facts ?? throw NoEngine(search.Reason);
    }

    /// <summary>Whether an engine answers this very moment; one that answered earlier may have been stopped since.</summary>
    /// <returns>Null when one answers; else why none does, in a paragraph that says what to do.</returns>
    public async Task<string?> WhySilentAsync(CancellationToken cancellationToken)
    {
        var search = await SearchAsync(cancellationToken);
        var reason = search.Engine is { } engine ? await engine.WhySilentAsync(cancellationToken) : search.Reason;
        return reason is null ? null : NoEngine(reason).Message;
    }

    /// <summary>The connected engine.</summary>
    /// <exception cref="SandboxException">None answers.</exception>
    internal async Task<ConnectedEngine> ConnectAsync(CancellationToken cancellationToken)
    {
        if (_engine is { } engine)
        {
            return engine;
        }

        var search = await SearchAsync(cancellationToken);
        return search.Engine ?? throw NoEngine(search.Reason);
    }

    /// <summary>The connected engine, which answers now. One that answered before and is away is waited for: a restart of it is nobody's failure.</summary>
    /// <exception cref="SandboxException">None answers.</exception>
    internal async Task<ConnectedEngine> ReachAsync(CancellationToken cancellationToken)
    {
        var engine = await ConnectAsync(cancellationToken);
        for (var began = _time.GetTimestamp(); await engine.WhySilentAsync(cancellationToken) is { } reason; await Task.Delay(_pause, _time, cancellationToken))
        {
            if (_time.GetElapsedTime(began) > _longestRestart)
            {
                throw NoEngine(reason);
            }
        }

        return engine;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _engine?.Dispose();
        _gate.Dispose();
    }

    private async Task<(ConnectedEngine? Engine, string Reason)> SearchAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            if (_engine is not null)
            {
                return (_engine, "");
            }

            var reasons = new List<string>();
            foreach (var endpoint in _discovery.Candidates())
            {
                var (engine, reason) = await ConnectedEngine.TryAsync(endpoint, cancellationToken);
                if (engine is not null)
                {
                    _logger.LogDebug("Docker {Version} answers at {Address} ({Source}).", engine.Facts.Version, endpoint.Address, endpoint.Source);
                    _engine = engine;
                    return (engine, "");
                }

                reasons.Add($"{endpoint.Address} from {endpoint.Source}: {reason}");
            }

            return (null, string.Join("; ", reasons));
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>One paragraph that says why there is no engine and what to do.</summary>
    private static SandboxException NoEngine(string reason) => new(
        $"No Docker engine answers ({reason}), and code under test runs only in containers. " +
        "Install and start one (Debian and Ubuntu: `apt-get install docker.io` and `systemctl start docker`, or run this command once as root and it does so itself; " +
        "other systems: https://docs.docker.com/engine/install/), add your user to the group `docker` if the socket refuses you, or point DOCKER_HOST at an engine that runs.");
}
