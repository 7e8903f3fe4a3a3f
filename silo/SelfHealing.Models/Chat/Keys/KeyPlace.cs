using SelfHealing.Models.Chat.Vendors;

namespace SelfHealing.Models.Chat.Keys;

/// <summary>Where a model's key is kept: a file that holds nothing else, or an environment variable. Never the configuration.</summary>
/// <param name="File">The file; null when a variable is meant.</param>
/// <param name="Variable">The variable; null when none is looked for.</param>
/// <param name="IsNeeded">False when the endpoint may do without a key.</param>
internal sealed record KeyPlace(string? File, string? Variable, bool IsNeeded)
{
    /// <summary>The place that is configured, or the vendor's usual one.</summary>
    /// <remarks>The usual variable is not read for an endpoint that is not the vendor's: a key goes nowhere that its owner has not named.</remarks>
    public static KeyPlace Of(IVendor vendor, ModelOptions options)
    {
        if (options.KeyFile is { Length: > 0 } file)
        {
            return new KeyPlace(file, null, IsNeeded: true);
        }

        if (options.KeyVariable is { Length: > 0 } variable)
        {
            return new KeyPlace(null, variable, IsNeeded: true);
        }

        var isOwn = options.Endpoint is null || vendor.DefaultEndpoint is null || options.Endpoint.Host == vendor.DefaultEndpoint.Host;
        return isOwn && vendor.DefaultKeyVariable is { } usual ? new KeyPlace(null, usual, IsNeeded: true) : new KeyPlace(null, null, IsNeeded: false);
    }

    /// <summary>The place in words, for instance <c>the environment variable OPENAI_API_KEY</c>.</summary>
    public override string ToString() =>
        File is not null ? $"the file {File}"
        : Variable is not null ? $"the environment variable {Variable}"
        : "no place (none is configured)";
}
