using Microsoft.Extensions.Options;

namespace SelfHealing.Integrations.Git;

/// <summary>What lies on this machine's disk for git: the clones, and which incident works on what. Whoever works on it shares this one.</summary>
internal sealed class GitDisk
{
    public GitDisk(IOptions<GitOptions> options, TimeProvider time)
    {
        Folder = options.Value.Repositories;
        Git = new GitCommand(options.Value.Program, new GitEnvironment(Path.Combine(Folder, "configuration")));
        Clones = new CloneStore(Folder, Git, time);
        Checkouts = new Checkouts(Path.Combine(Folder, "checkouts"));
    }

    /// <summary>The folder of it all.</summary>
    public string Folder { get; }

    public GitCommand Git { get; }

    public CloneStore Clones { get; }

    public Checkouts Checkouts { get; }
}
