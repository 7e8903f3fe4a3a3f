using SelfHealing.AppHost;
using SelfHealing.Silo.Clusters;
using SelfHealing.TestDatabase;

namespace SelfHealing.Silo.Tests.Clusters;

/// <summary>What the AppHost tells a silo, without the AppHost, whose packages are not to be had everywhere.</summary>
public sealed class AppHostTests
{
    [Fact]
    public async Task A_silo_starts_from_exactly_the_keys_that_the_AppHost_emits()
    {
        var database = await (await PostgresServer.Shared).CreateDatabaseAsync(TestContext.Current.CancellationToken);
        var folder = Directory.CreateTempSubdirectory("selfheal-apphost-");
        var emitted = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["Orleans__ClusterId"] = "k7n2",
            ["Orleans__ServiceId"] = "selfheal",
            ["Orleans__EnableDistributedTracing"] = "true",
            ["Orleans__Endpoints__SiloPort"] = ReservedPort.Take().ToString(),
            ["Orleans__Endpoints__GatewayPort"] = ReservedPort.Take().ToString(),
            [$"ConnectionStrings__{SiloKeys.Database}"] = database,
            ["ASPNETCORE_URLS"] = "http://127.0.0.1:0",
            [SiloKeys.AdvertisedAddress] = "127.0.0.1",
        };
        emitted.Keys.ShouldBe([.. SiloKeys.OfAspire, SiloKeys.AdvertisedAddress], ignoreOrder: true);
        foreach (var (key, value) in SiloKeys.Providers.SelectMany(SiloKeys.OfProvider).Concat(SiloKeys.OfRuntime))
        {
            emitted.Add(key, value);
        }

        emitted.Add("SELFHEAL_DATA", folder.FullName);
        await using var silo = await SiloProcess.StartAsync(emitted);

        await silo.IsReadyAsync();
        (await silo.StopAsync()).ShouldBe(0);
        folder.Delete(recursive: true);
    }
}
