using System.ComponentModel.DataAnnotations;

namespace SelfHealing.Sandboxes;

/// <summary>Limits of the containers that run code under test. Section <c>SelfHealing:Sandbox</c>.</summary>
public sealed class SandboxOptions
{
    /// <summary>Memory of one container; there is no swap. What the tmpfs folders hold counts.</summary>
    /// <value>Mebibytes, from 64 to 1048576. The default value is 2048.</value>
    [Range(64, 1 << 20)]
    public int MemoryMegabytes { get; set; } = 2048;

    /// <summary>Processor time of one container.</summary>
    /// <value>Processors, from 0.1 to 256; never more than the engine has. The default value is 2.</value>
    [Range(0.1, 256)]
    public double Processors { get; set; } = 2;

    /// <summary>Processes and threads of one container.</summary>
    /// <value>From 16 to 65536. The default value is 256.</value>
    [Range(16, 65536)]
    public int Processes { get; set; } = 256;

    /// <summary>Size of <c>/work</c>, the only large writable folder of a container.</summary>
    /// <value>Mebibytes, from 16 to 1048576. The default value is 1024.</value>
    [Range(16, 1 << 20)]
    public int WorkMegabytes { get; set; } = 1024;

    /// <summary>Size of <c>/tmp</c>, in which nothing can be executed.</summary>
    /// <value>Mebibytes, from 1 to 1048576. The default value is 256.</value>
    [Range(1, 1 << 20)]
    public int TemporaryMegabytes { get; set; } = 256;

    /// <summary>Files and folders that <c>/work</c> may hold; a quarter of it for <c>/tmp</c>.</summary>
    /// <value>From 1000 to 100000000. The default value is 400000.</value>
    [Range(1000, 100_000_000)]
    public int WorkFiles { get; set; } = 400_000;

    /// <summary>Containers that run at once in this process; further jobs wait for their turn.</summary>
    /// <value>From 0 to 1024, where 0 stands for twice the processors of this machine. The default value is 0.</value>
    [Range(0, 1024)]
    public int MaxContainers { get; set; }

    /// <summary>Shells of agents that are open at once in this process, besides the jobs; further ones wait for their turn.</summary>
    /// <value>From 0 to 1024, where 0 stands for four times the processors of this machine. The default value is 0.</value>
    [Range(0, 1024)]
    public int MaxShells { get; set; }

    /// <summary>Network of the container in which a set-up command runs. Jobs never have one.</summary>
    /// <value>The name of a network of the engine, for instance <c>bridge</c>, <c>host</c> or <c>none</c>. The default value is <c>bridge</c>.</value>
    [Required]
    public string SetUpNetwork { get; set; } = "bridge";

    /// <summary>Longest time that a set-up command may take.</summary>
    /// <value>From 1 second to 1 day. The default value is 30 minutes.</value>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan SetUpTimeout { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>How long a registry of images may take to show a sign of life before an image is made without it.</summary>
    /// <value>From 0 seconds, which asks no registry at all, to 5 minutes. The default value is 8 seconds.</value>
    [Range(typeof(TimeSpan), "00:00:00", "00:05:00")]
    public TimeSpan RegistryPatience { get; set; } = TimeSpan.FromSeconds(8);

    /// <summary>Address of the Debian mirror for images made on this machine.</summary>
    /// <value>An http or https address, or null for the mirror in this machine's own apt sources. The default value is null.</value>
    [Url]
    public string? DebianMirror { get; set; }

    /// <summary>The cluster whose containers these are, so that clusters that share an engine leave each other's alone. The host sets it.</summary>
    /// <value>A name without spaces. The default value is empty: a silo that is in no cluster.</value>
    public string Cluster { get; set; } = "";

    /// <summary>The silo that makes the containers, as its cluster knows it. The host sets it.</summary>
    /// <value>An address. The default value is empty: a silo that is in no cluster.</value>
    public string Silo { get; set; } = "";

    internal int Slots => MaxContainers > 0 ? MaxContainers : Environment.ProcessorCount * 2;

    internal int ShellSlots => MaxShells > 0 ? MaxShells : Environment.ProcessorCount * 4;
}
