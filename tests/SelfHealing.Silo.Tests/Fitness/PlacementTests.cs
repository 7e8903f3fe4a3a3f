using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using SelfHealing.Grains.Placement;
using SelfHealing.Incidents;
using SelfHealing.Repairs;
using SelfHealing.Repositories;
using SelfHealing.Silo.Fitness;
using SelfHealing.TestDatabase;

namespace SelfHealing.Silo.Tests.Fitness;

public sealed class PlacementTests
{
    private const int Grains = 24;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Work_goes_to_the_silos_that_can_do_it_and_anywhere_when_none_can()
    {
        var database = await (await PostgresServer.Shared).CreateDatabaseAsync(Token);
        var (one, other) = (new Switch(), new Switch { Reason = "No engine." });
        await using var able = await StartAsync(database, one);
        await using var unable = await StartAsync(database, other);
        await KnowsAsync(able, unable, isFit: false);
        await KnowsAsync(unable, unable, isFit: false);

        await WorkAsync(able, "first");
        await WorkAsync(unable, "second");

        (await PlacesOfWorkAsync(able)).ShouldAllBe(place => place.Equals(AddressOf(able)));

        one.Reason = "No engine either.";
        await KnowsAsync(unable, able, isFit: false);
        await WorkAsync(unable, "third");

        (await PlacesOfWorkAsync(able)).Count.ShouldBe(3 * Grains);
    }

    private static Task<LocalSilo> StartAsync(string database, Switch check) => LocalSilo.StartAsync(
        database,
        services =>
        {
            services.RemoveAll<IFitnessCheck>();
            services.AddSingleton<IFitnessCheck>(check);
        },
        ("SelfHealing:Fitness:Every", "00:00:00.5"));

    private static SiloAddress AddressOf(LocalSilo silo) => silo.Services.GetRequiredService<ILocalSiloDetails>().SiloAddress;

    private static async Task KnowsAsync(LocalSilo silo, LocalSilo other, bool isFit)
    {
        while (silo.Services.GetRequiredService<FitSilos>().IsFit(AddressOf(other)) != isFit)
        {
            await Task.Delay(50, Token);
        }
    }

    /// <summary>Asks many repositories for something that none can do, which activates each.</summary>
    private static Task WorkAsync(LocalSilo silo, string name) => Task.WhenAll(Enumerable.Range(0, Grains).Select(async number =>
    {
        var report = new IncidentReport { Repository = "/nowhere/at/all", TestCommand = "true" };
        var repository = silo.Grains.GetGrain<IRepositoryGrain>($"repo-{name}-{number}");
        await Should.ThrowAsync<RepositoryException>(repository.PublishAsync("deploy", "inc-none", report, new Publication(new Patch([]), "", "", "") { Base = "abc" }, Token));
    }));

    private static async Task<List<SiloAddress>> PlacesOfWorkAsync(LocalSilo silo) =>
        [.. (await silo.Grains.GetGrain<IManagementGrain>(0).GetDetailedGrainStatistics())
            .Where(grain => grain.GrainId.Key.ToString()!.StartsWith("repo-", StringComparison.Ordinal))
            .Select(grain => grain.SiloAddress)];
}
