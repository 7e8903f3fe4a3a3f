using System.Diagnostics;

namespace SelfHealing.Sandboxes.Engine;

/// <summary>Installs the engine from the distribution's packages and starts it.</summary>
internal sealed class EngineInstaller(EngineDiscovery discovery, TimeProvider time)
{
    private const string Log = "/var/log/selfheal-dockerd.log";
    private static readonly string[] _packages = ["docker.io", "iptables", "ca-certificates", "debootstrap", "debian-archive-keyring"];
    private static readonly TimeSpan _startLimit = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan _startProbe = TimeSpan.FromMilliseconds(250);

    /// <summary>Installs what is missing and starts the daemon. Processes that come at once do it once.</summary>
    /// <exception cref="SandboxException">A package or the daemon failed.</exception>
    public async Task InstallAsync(IProgress<string> progress, CancellationToken cancellationToken)
    {
        using var alone = await MachineLock.TakeAsync("engine", () => progress.Report("Waiting for another process that installs the Docker engine."), time, cancellationToken);
        if (await AnswersAsync(cancellationToken))
        {
            return;
        }

        if (!HostCommand.Exists("dockerd"))
        {
            await SystemPackages.InstallAsync("the Docker engine", _packages, progress, cancellationToken);
        }

        await StartAsync(progress, cancellationToken);
    }

    private async Task StartAsync(IProgress<string> progress, CancellationToken cancellationToken)
    {
        var systemd = Directory.Exists("/run/systemd/system");
        if (systemd)
        {
            progress.Report("Starting the Docker engine (systemctl start docker).");
            await HostCommand.RunAsync("systemctl", ["start", "docker"], _ => { }, cancellationToken);
        }
        else if (!await AnswersAsync(cancellationToken))
        {
            await EnsureControlGroupsAsync(progress, cancellationToken);
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

    /// <summary>Where no init system has mounted the kernel's control groups, the daemon would not start.</summary>
    private static async Task EnsureControlGroupsAsync(IProgress<string> progress, CancellationToken cancellationToken)
    {
        if (Directory.Exists("/sys/fs/cgroup") && !Directory.EnumerateFileSystemEntries("/sys/fs/cgroup").Any())
        {
            progress.Report("Mounting the kernel's control groups (cgroupfs-mount).");
            await HostCommand.RunAsync("apt-get", ["install", "-y", "--no-install-recommends", "cgroupfs-mount"], _ => { }, cancellationToken);
            await HostCommand.RunAsync("cgroupfs-mount", [], _ => { }, cancellationToken);
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

    private async Task<bool> AnswersAsync(CancellationToken cancellationToken)
    {
        var (engine, _) = await ConnectedEngine.TryAsync(discovery.Default, cancellationToken);
        engine?.Dispose();
        return engine is not null;
    }

    private static string LastOfLog(bool systemd) =>
        systemd || !File.Exists(Log) ? "" : $" Its last words: {string.Join(' ', File.ReadLines(Log).TakeLast(3))}";
}
