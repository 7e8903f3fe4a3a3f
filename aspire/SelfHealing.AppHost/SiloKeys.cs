namespace SelfHealing.AppHost;

/// <summary>The environment of a silo that the AppHost starts. A test boots a silo from exactly these, so that the two never drift apart.</summary>
internal static class SiloKeys
{
    /// <summary>Name of the database resource, and so of its connection string.</summary>
    public const string Database = "selfheal";

    /// <summary>The provider that Orleans' AdoNet packages register; Aspire's own word for PostgreSQL is not known to them.</summary>
    public const string ProviderType = "AdoNet";

    /// <summary>The driver of PostgreSQL.</summary>
    public const string Invariant = "Npgsql";

    /// <summary>Where the other silos reach a silo.</summary>
    public const string AdvertisedAddress = "Orleans__Endpoints__AdvertisedIPAddress";

    /// <summary>The sections that a provider is named in.</summary>
    public static readonly string[] Providers = ["Clustering", "GrainStorage:Default", "Reminders"];

    /// <summary>How the runtime of a silo collects and compiles: as in the silos of <c>selfheal up</c> and of the image.</summary>
    public static readonly (string Key, string Value)[] OfRuntime = [("DOTNET_gcServer", "1"), ("DOTNET_TieredPGO", "1")];

    /// <summary>What Aspire itself sets for a silo, each replica with ports of its own.</summary>
    public static readonly string[] OfAspire =
    [
        "Orleans__ClusterId", "Orleans__ServiceId", "Orleans__EnableDistributedTracing", "Orleans__Endpoints__SiloPort", "Orleans__Endpoints__GatewayPort",
        $"ConnectionStrings__{Database}", "ASPNETCORE_URLS",
    ];

    /// <summary>The keys of a provider, with their values.</summary>
    public static IEnumerable<(string Key, string Value)> OfProvider(string section)
    {
        var prefix = $"Orleans__{section.Replace(":", "__", StringComparison.Ordinal)}";
        yield return ($"{prefix}__ProviderType", ProviderType);
        yield return ($"{prefix}__Invariant", Invariant);
        yield return ($"{prefix}__ConnectionName", Database);
    }
}
