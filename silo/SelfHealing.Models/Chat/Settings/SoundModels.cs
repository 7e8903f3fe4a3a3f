using Microsoft.Extensions.Options;

namespace SelfHealing.Models.Chat.Settings;

/// <summary>Refuses a section with problems, and tells all of them.</summary>
internal sealed class SoundModels : IValidateOptions<ConfiguredModels>
{
    public ValidateOptionsResult Validate(string? name, ConfiguredModels options) =>
        options.Problems.Count > 0 ? ValidateOptionsResult.Fail(options.Problems) : ValidateOptionsResult.Success;
}
