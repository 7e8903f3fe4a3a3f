using Docker.DotNet.Models;
using SelfHealing.Sandboxes.Engine;
using SelfHealing.Sandboxes.Reaping;

namespace SelfHealing.Sandboxes.Jobs;

/// <summary>What a container that runs hostile code may do: as little as running code needs.</summary>
internal static class Hardening
{
    /// <summary>User and group of every job: nobody.</summary>
    public const string Nobody = "65534:65534";

    /// <summary>The folder that holds the files under test.</summary>
    public const string Work = "/work";

    private const long Mebi = 1 << 20;

    /// <summary>The container of a job.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="job">The job.</param>
    /// <param name="options">The limits.</param>
    /// <param name="engine">The engine that runs it.</param>
    /// <param name="volumes">Folders that the image declares as volumes: they would be writable without a limit.</param>
    /// <param name="now">The time.</param>
    public static CreateContainerParameters Container(
        string name, SandboxJob job, SandboxOptions options, EngineFacts engine, IEnumerable<string> volumes, DateTimeOffset now) => new()
    {
        Name = name,
        Image = job.Image,
        Entrypoint = [.. job.Command],
        User = Nobody,
        WorkingDir = Work,
        Hostname = "sandbox",
        Env = [.. Environment(job)],
        Healthcheck = new HealthcheckConfig { Test = ["NONE"] },
        Labels = Labels.For(job.Incident, job.Timeout, now, options),
        AttachStdin = true,
        AttachStdout = true,
        AttachStderr = true,
        OpenStdin = true,
        StdinOnce = true,
        StopTimeout = TimeSpan.Zero,
        HostConfig = new HostConfig
        {
            // The main process is process 1 on purpose: no signal from inside its namespace can kill it, and its end ends all.
            Init = false,
            NetworkMode = "none",
            ReadonlyRootfs = true,
            CapDrop = ["ALL"],
            SecurityOpt = ["no-new-privileges"],
            IpcMode = "private",
            CgroupnsMode = "private",
            Runtime = engine.HasGVisor ? "runsc" : null,
            PidsLimit = options.Processes,
            Memory = options.MemoryMegabytes * Mebi,
            MemorySwap = options.MemoryMegabytes * Mebi,
            NanoCPUs = NanoProcessors(options, engine),
            ShmSize = 16 * Mebi,
            Tmpfs = Tmpfs(options, volumes),
            Ulimits =
            [
                new Ulimit { Name = "nofile", Soft = 4096, Hard = 4096 },
                new Ulimit { Name = "core", Soft = 0, Hard = 0 },
                new Ulimit { Name = "fsize", Soft = options.WorkMegabytes * Mebi, Hard = options.WorkMegabytes * Mebi },
            ],
            LogConfig = new LogConfig { Type = "none" },
        },
    };

    /// <summary>Processor time, in billionths; an engine refuses more than it has.</summary>
    public static long NanoProcessors(SandboxOptions options, EngineFacts engine) =>
        (long)(Math.Min(options.Processors, Math.Max(1, engine.Processors)) * 1e9);

    private static IEnumerable<string> Environment(SandboxJob job)
    {
        var environment = new Dictionary<string, string>(StringComparer.Ordinal) { ["HOME"] = "/tmp", ["LANG"] = "C.UTF-8" };
        foreach (var (name, value) in job.Environment)
        {
            environment[name] = value;
        }

        return environment.Select(e => $"{e.Key}={e.Value}");
    }

    private static Dictionary<string, string> Tmpfs(SandboxOptions options, IEnumerable<string> volumes)
    {
        var small = $"noexec,nosuid,nodev,size={options.TemporaryMegabytes}m,nr_inodes={options.WorkFiles / 4}";
        var tmpfs = volumes.ToDictionary(v => v, _ => $"rw,{small},mode=1777", StringComparer.Ordinal);
        tmpfs["/tmp"] = $"rw,{small},mode=1777";
        tmpfs[Work] = $"rw,exec,nosuid,nodev,size={options.WorkMegabytes}m,nr_inodes={options.WorkFiles},uid=65534,gid=65534,mode=0700";
        return tmpfs;
    }
}
