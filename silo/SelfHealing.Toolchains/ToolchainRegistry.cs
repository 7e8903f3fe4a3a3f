namespace SelfHealing.Toolchains;

/// <summary>The toolchains by language.</summary>
public sealed class ToolchainRegistry(IEnumerable<IToolchain> toolchains)
{
    private readonly Dictionary<string, IToolchain> _byLanguage = toolchains.ToDictionary(t => t.Language, StringComparer.OrdinalIgnoreCase);

    /// <summary>The languages that can be repaired, in order.</summary>
    public IReadOnlyList<string> Languages => [.. _byLanguage.Keys.Order(StringComparer.Ordinal)];

    /// <summary>The toolchain of a language.</summary>
    /// <exception cref="ArgumentException">There is none; the message names those that there are.</exception>
    public IToolchain Of(string language) => _byLanguage.TryGetValue(language, out var toolchain)
        ? toolchain
        : throw new ArgumentException($"There is no toolchain for the language '{language}'. Choose one of: {string.Join(", ", Languages)}.", nameof(language));
}
