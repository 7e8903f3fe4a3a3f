using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using SelfHealing.Incidents;
using SelfHealing.Sandboxes;
using SelfHealing.Sandboxes.Reaping;
using SelfHealing.TestDatabase;

namespace SelfHealing.Silo.Tests.Clusters;

public sealed class StopTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_silo_that_is_asked_to_stop_leaves_no_container_and_goes_within_seconds()
    {
        var incident = IncidentId.New(TimeProvider.System);
        await using var silo = await LocalSilo.StartAsync(await (await PostgresServer.Shared).CreateDatabaseAsync(Token));
        await silo.IsReadyAsync();
        var image = await silo.Services.GetRequiredService<ISandboxImages>().EnsureAsync("python", new Progress<string>(), Token);
        await using var run = await silo.Services.GetRequiredService<ISandbox>().StartAsync(new SandboxJob(incident, image, ["sleep", "600"]), Token);

        var began = Stopwatch.GetTimestamp();
        await silo.StopAsync();

        Stopwatch.GetElapsedTime(began).ShouldBeLessThan(TimeSpan.FromSeconds(20));
        (await silo.Services.GetRequiredService<SandboxReaper>().RemoveIncidentAsync(incident, Token)).ShouldBe(0);
    }
}
