namespace SelfHealing.Sandboxes.Reaping;

/// <summary>A process that owns containers, named so that no later process can be taken for it.</summary>
/// <param name="Host">The machine since it was started, and the process namespace: only in the same one can a process be looked up.</param>
/// <param name="Process">Process id.</param>
/// <param name="Started">When the process started, in the units of the operating system.</param>
internal sealed record Owner(string Host, int Process, long Started)
{
    /// <summary>This process.</summary>
    public static Owner Current { get; } = Of(Environment.ProcessId);

    /// <summary>A process of this machine.</summary>
    public static Owner Of(int process) => new(ThisHost(), process, StartOf(process) ?? 0);

    /// <summary>Whether the process is known to have ended. Of a process elsewhere nothing is known.</summary>
    public bool IsKnownDead => Host == Current.Host && StartOf(Process) != Started;

    /// <summary>Reads what <see cref="ToString"/> wrote; null when it is something else.</summary>
    public static Owner? Parse(string? text) =>
        text?.Split('/') is [var host, var process, var started] && int.TryParse(process, out var id) && long.TryParse(started, out var start)
            ? new Owner(host, id, start)
            : null;

    public override string ToString() => $"{Host}/{Process}/{Started}";

    private static string ThisHost()
    {
        if (!OperatingSystem.IsLinux())
        {
            return Environment.MachineName;
        }

        var boot = File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim();
        var processes = new FileInfo("/proc/self/ns/pid").LinkTarget ?? "";
        return $"{boot}.{string.Concat(processes.Where(char.IsAsciiDigit))}";
    }

    private static long? StartOf(int process)
    {
        try
        {
            if (!OperatingSystem.IsLinux())
            {
                using var found = System.Diagnostics.Process.GetProcessById(process);
                return found.StartTime.ToFileTimeUtc();
            }

            // The name, second field, may hold spaces and brackets: count after its closing bracket. Start time is field 22.
            var stat = File.ReadAllText($"/proc/{process}/stat");
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');

            // A killed process that nobody has waited for yet still has its entry.
            return fields[0] is "Z" or "X" ? null : long.Parse(fields[19]);
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
