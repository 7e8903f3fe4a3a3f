namespace SelfHealing.Models.Chat.Settings;

/// <summary>What the section <c>SelfHealing:Models</c> says.</summary>
internal sealed class ConfiguredModels
{
    /// <summary>The models by name.</summary>
    public IReadOnlyDictionary<string, ModelOptions> Models { get; set; } = new Dictionary<string, ModelOptions>(StringComparer.Ordinal);

    /// <summary>What is wrong with the section, in sentences.</summary>
    public IReadOnlyList<string> Problems { get; set; } = [];
}
