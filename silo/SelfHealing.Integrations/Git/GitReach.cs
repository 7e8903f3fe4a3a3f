namespace SelfHealing.Integrations.Git;

/// <summary>How far a git command may reach, and whose configuration it obeys.</summary>
internal enum GitReach
{
    /// <summary>Files of this machine only, under our configuration alone. Starts no transport and no program.</summary>
    Sealed,

    /// <summary>Reads a repository, with the user's own credential helpers, proxies and ssh. Sources owned by others are allowed: serving a fetch runs nothing of theirs.</summary>
    Fetch,

    /// <summary>Writes a repository, as the user. Git's own check of ownership stands, because a local target runs its hooks.</summary>
    Push,
}
