namespace SelfHealing.Integrations.Git;

/// <summary>One git command.</summary>
/// <param name="Reach">How far it may reach.</param>
/// <param name="Arguments">The command and its arguments.</param>
internal sealed record GitCall(GitReach Reach, params IReadOnlyList<string> Arguments)
{
    /// <summary>Options that say which repository, before the command.</summary>
    public IReadOnlyList<string> Place { get; init; } = [];

    /// <summary>Settings beyond those of every command, <c>key=value</c>.</summary>
    public IReadOnlyList<string> Settings { get; init; } = [];

    /// <summary>Environment variables beyond those of every command.</summary>
    public IReadOnlyDictionary<string, string?> Variables { get; init; } = new Dictionary<string, string?>(StringComparer.Ordinal);

    /// <summary>Standard input.</summary>
    public byte[] Input { get; init; } = [];

    /// <summary>Where it runs.</summary>
    public string WorkingFolder { get; init; } = "/";

    /// <summary>Told what git says of its progress.</summary>
    public IProgress<string>? Progress { get; init; }
}
