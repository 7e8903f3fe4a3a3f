using SelfHealing.Storage;

namespace SelfHealing.Silo;

/// <summary>What an embedded silo needs to know.</summary>
public sealed record EmbeddedSiloOptions
{
    /// <summary>The data folder; only one silo hosts it at a time.</summary>
    public required DataFolder DataFolder { get; init; }

    /// <summary>Whether the silo goes on by itself with incidents that a dead process left. The default value is false: the user resumes them.</summary>
    public bool AutoResume { get; init; }

    /// <summary>The data folder whose settings file is read. The default value is null: <see cref="DataFolder"/> itself.</summary>
    public DataFolder? SettingsFolder { get; init; }

    /// <summary>Further settings by configuration key (section <c>SelfHealing</c>), after the environment's.</summary>
    public IReadOnlyDictionary<string, string?> Settings { get; init; } = new Dictionary<string, string?>(StringComparer.Ordinal);
}
