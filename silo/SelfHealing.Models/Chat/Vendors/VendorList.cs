namespace SelfHealing.Models.Chat.Vendors;

/// <summary>Every vendor's interface that a model may be configured with.</summary>
internal static class VendorList
{
    public static IReadOnlyList<IVendor> All { get; } =
        [new OpenAIVendor(), new OpenAIResponsesVendor(), new AzureOpenAIVendor(), new AnthropicVendor(), new OllamaVendor()];

    /// <summary>The vendor of that name; null when there is none.</summary>
    public static IVendor? Find(string name) => All.FirstOrDefault(vendor => string.Equals(vendor.Name, name, StringComparison.OrdinalIgnoreCase));
}
