using Aspire.Hosting.Orleans;

namespace SelfHealing.AppHost;

/// <summary>Tells Orleans of a PostgreSQL database in the words that its AdoNet packages know.</summary>
internal sealed class AdoNetProvider(IResourceBuilder<IResourceWithConnectionString> database) : IProviderConfiguration
{
    /// <inheritdoc/>
    public void ConfigureResource<T>(IResourceBuilder<T> resourceBuilder, string configSectionPath)
        where T : IResourceWithEnvironment
    {
        foreach (var (key, value) in SiloKeys.OfProvider(configSectionPath))
        {
            resourceBuilder.WithEnvironment(key, value);
        }

        resourceBuilder.WithReference(database);
    }
}
