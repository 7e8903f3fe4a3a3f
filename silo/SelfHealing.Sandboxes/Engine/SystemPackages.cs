namespace SelfHealing.Sandboxes.Engine;

/// <summary>Installs packages of Debian and Ubuntu.</summary>
public static class SystemPackages
{
    private static readonly string[] _patience = ["-o", "DPkg::Lock::Timeout=600"];

    /// <summary>Whether packages can be installed here: Debian or Ubuntu (or kin), and the process is root.</summary>
    public static bool CanInstall => HostSystem.CanInstall;

    /// <summary>Reads the package lists and installs packages.</summary>
    /// <param name="what">What they are together, for people: "the Docker engine".</param>
    /// <param name="packages">Their names.</param>
    /// <param name="progress">Told what is being waited for.</param>
    /// <param name="cancellationToken">Stops the installation.</param>
    /// <exception cref="SandboxException">A package could not be installed; the message ends with what apt-get said.</exception>
    public static async Task InstallAsync(string what, IReadOnlyList<string> packages, IProgress<string> progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(packages);
        ArgumentNullException.ThrowIfNull(progress);
        progress.Report($"Installing {what}: reading the package lists (apt-get update).");
        await HostCommand.RunAsync("apt-get", [.. _patience, "update"], _ => { }, cancellationToken);
        progress.Report($"Installing {what} (apt-get install {packages[0]}).");
        await HostCommand.RunAsync(
            "apt-get", [.. _patience, "install", "-y", "--no-install-recommends", .. packages], line => progress.Report($"Installing {what}: {line}"), cancellationToken);
    }
}
