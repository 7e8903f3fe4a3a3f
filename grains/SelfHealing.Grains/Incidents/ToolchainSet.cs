using SelfHealing.Incidents;
using SelfHealing.Toolchains;

namespace SelfHealing.Grains.Incidents;

/// <summary>The languages that this silo can repair.</summary>
internal sealed class ToolchainSet(IEnumerable<IToolchain> toolchains)
{
    private readonly IReadOnlyDictionary<string, IToolchain> _toolchains = toolchains.ToDictionary(t => t.Language, StringComparer.OrdinalIgnoreCase);

    /// <summary>The toolchain of a language.</summary>
    /// <exception cref="IncidentException">The language is not known.</exception>
    public IToolchain Of(string language) => _toolchains.TryGetValue(language, out var toolchain)
        ? toolchain
        : throw new IncidentException($"The language '{language}' is not supported. The languages are: {string.Join(", ", _toolchains.Keys)}.");
}
