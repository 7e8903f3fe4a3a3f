using System.Diagnostics;

namespace SelfHealing.Sandboxes.Engine;

/// <summary>Installs the engine from the distribution's packages and starts it.</summary>
internal sealed class EngineInstaller(TimeProvider time, IProgress<string> progress)
{
    private const string Log = "/var/log/selfheal-dockerd.log";
    private static readonly string[] _packages = ["docker.io", "iptables", "ca-certificates", "debootstrap", "debian-archive-keyring"];
    private static readonly TimeSpan _startLimit = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan _startProbe = TimeSpan.FromMilliseconds(250);

    /// <summary>One paragraph that says why there is no engine and what to do.</summary>
    public static string Advice(string reason) =>
        $"No Docker engine answers ({reason}), and code under test runs only in containers. " +
        "Install and start one (Debian and Ubuntu: `apt-get install docker.io` and `systemctl start docker`, or run this command once as root and it does so itself; " +
        "other systems: https://docs.docker.com/engine/install/), add your user to the group `docker` if the socket refuses you, or point DOCKER_HOST at an engine that runs.";

    /// <summary>Installs what is missing and starts the daemon. Processes that come at once do it once.</summary>
    /// <exception cref="SandboxException">This machine is not ours to install on, or a package or the daemon failed.</exception>
    public async Task InstallAsync(string reason, CancellationToken cancellationToken)
    {
        if (!HostSystem.CanInstall || NamesAnotherEngine())
        {
            throw new SandboxException(Advice(reason));
        }

        using var alone = await MachineLock.TakeAsync("engine", () => progress.Report("Waiting for another process that installs the Docker engine."), time, cancellationToken);
        if (await AnswersAsync(cancellationToken))
        {
            return;
        }

        if (!HostCommand.Exists("dockerd"))
        {
            progress.Report("No Docker engine here: reading the package lists (apt-get update).");
            await HostCommand.RunAsync("apt-get", ["update"], _ => { }, cancellationToken);
            progress.Report("Installing the Docker engine (apt-get install docker.io).");
            await HostCommand.RunAsync("apt-get", ["install", "-y", "--no-install-recommends", .. _packages], Tell("Installing the Docker engine"), cancellationToken);
        }

        await StartAsync(cancellationToken);
    }

    private async Task StartAsync(CancellationToken cancellationToken)
    {
        var systemd = Directory.Exists("/run/systemd/system");
        if (systemd)
        {
            progress.Report("Starting the Docker engine (systemctl start docker).");
            await HostCommand.RunAsync("systemctl", ["start", "docker"], _ => { }, cancellationToken);
        }
        else if (!await AnswersAsync(cancellationToken))
        {
            progress.Report($"Starting the Docker engine (dockerd, which logs to {Log}).");
            Detach();
        }

        var since = time.GetTimestamp();
        while (!await AnswersAsync(cancellationToken))
        {
            var waited = time.GetElapsedTime(since);
            if (waited > _startLimit)
            {
                throw new SandboxException(
                    $"The Docker engine was started but does not answer after {_startLimit.TotalSeconds:0} s. " +
                    $"Read {(systemd ? "`journalctl -u docker`" : Log)}; a machine without the kernel's overlay, iptables or cgroup support cannot run it.{LastOfLog(systemd)}");
            }

            progress.Report($"Waiting for the Docker engine to answer ({waited.TotalSeconds:0} s).");
            await Task.Delay(_startProbe, time, cancellationToken);
        }
    }

    /// <summary>Starts the daemon in a session of its own, so that neither Ctrl+C nor the end of this process reaches it.</summary>
    private static void Detach()
    {
        using var daemon = Process.Start(new ProcessStartInfo("setsid")
        {
            ArgumentList = { "--fork", "sh", "-c", $"exec dockerd </dev/null >>{Log} 2>&1" },
        });
    }

    private static async Task<bool> AnswersAsync(CancellationToken cancellationToken)
    {
        var endpoint = new EngineEndpoint(new Uri("unix://" + EngineEndpoint.DefaultSocket), "the default socket");
        var (engine, _) = await ConnectedEngine.TryAsync(endpoint, cancellationToken);
        engine?.Dispose();
        return engine is not null;
    }

    /// <summary>A user who names an engine does not want another one.</summary>
    private static bool NamesAnotherEngine() =>
        Environment.GetEnvironmentVariable("DOCKER_HOST") is { Length: > 0 } host && host != "unix://" + EngineEndpoint.DefaultSocket;

    private Action<string> Tell(string what) => line => progress.Report($"{what}: {line}");

    private static string LastOfLog(bool systemd) =>
        systemd || !File.Exists(Log) ? "" : $" Its last words: {string.Join(' ', File.ReadLines(Log).TakeLast(3))}";
}
