using Microsoft.Extensions.AI;

namespace SelfHealing.Models.Chat.Vendors;

/// <summary>One interface of a vendor. A new vendor is one class.</summary>
internal interface IVendor
{
    /// <summary>Its name in <see cref="ModelOptions.Provider"/>.</summary>
    string Name { get; }

    /// <summary>The name that traces know it by, from the conventions of OpenTelemetry.</summary>
    string TelemetryName { get; }

    /// <summary>The vendor's own address; null when every customer has another.</summary>
    Uri? DefaultEndpoint { get; }

    /// <summary>The environment variable in which the vendor's users keep their key; null when none is needed.</summary>
    string? DefaultKeyVariable { get; }

    /// <summary>A client that asks once, by that connection, and tells nobody.</summary>
    /// <param name="options">How the model is configured.</param>
    /// <param name="endpoint">The address.</param>
    /// <param name="key">The key; null when none is needed.</param>
    /// <param name="http">The connection. Its faults are <see cref="ModelException"/>.</param>
    IChatClient Connect(ModelOptions options, Uri endpoint, string? key, HttpClient http);
}
