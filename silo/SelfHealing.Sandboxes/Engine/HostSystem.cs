namespace SelfHealing.Sandboxes.Engine;

/// <summary>What kind of machine this is, as far as installing goes.</summary>
internal static class HostSystem
{
    /// <summary>Whether packages can be installed here: Debian or Ubuntu (or kin), and the process is root.</summary>
    public static bool CanInstall => IsDebianLike(ReadOsRelease()) && Environment.IsPrivilegedProcess;

    /// <summary>Whether <c>/etc/os-release</c> names Debian, Ubuntu or a system made from them.</summary>
    public static bool IsDebianLike(string osRelease) => osRelease
        .Split('\n', StringSplitOptions.TrimEntries)
        .Where(line => line.StartsWith("ID=", StringComparison.Ordinal) || line.StartsWith("ID_LIKE=", StringComparison.Ordinal))
        .SelectMany(line => line[(line.IndexOf('=') + 1)..].Trim('"', '\'').Split(' '))
        .Any(id => id is "debian" or "ubuntu");

    private static string ReadOsRelease() => File.Exists("/etc/os-release") ? File.ReadAllText("/etc/os-release") : "";
}
