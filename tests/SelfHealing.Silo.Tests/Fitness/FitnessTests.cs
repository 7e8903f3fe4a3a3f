using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using SelfHealing.Silo.Fitness;
using SelfHealing.TestDatabase;

namespace SelfHealing.Silo.Tests.Fitness;

public sealed class FitnessTests
{
    private static readonly (string, string) _often = ("SelfHealing:Fitness:Every", "00:00:00.5");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_silo_without_an_engine_says_so_and_is_fit_again_by_itself_when_it_is_back()
    {
        var engine = new Switch();
        await using var silo = await LocalSilo.StartAsync(await NewDatabaseAsync(), With(engine), _often);
        await silo.IsReadyAsync();

        engine.Reason = "No Docker engine answers. Start it.";

        (await silo.HealthBecomesAsync(HttpStatusCode.ServiceUnavailable)).ShouldContain("No Docker engine answers. Start it.");
        (await silo.Http.GetAsync("/alive", Token)).StatusCode.ShouldBe(HttpStatusCode.OK);

        engine.Reason = null;
        await silo.IsReadyAsync();
    }

    [Fact]
    public async Task A_full_disk_is_told_with_its_folder_and_the_option()
    {
        await using var silo = await LocalSilo.StartAsync(await NewDatabaseAsync(), _often, ("SelfHealing:Fitness:FreeDiskMegabytes", "1048576"));

        var reason = await silo.HealthBecomesAsync(HttpStatusCode.ServiceUnavailable);

        while (!reason.Contains("disk", StringComparison.Ordinal))
        {
            reason = await silo.HealthBecomesAsync(HttpStatusCode.ServiceUnavailable);
        }

        reason.ShouldContain("1048576 MiB are wanted");
        reason.ShouldContain("SelfHealing:Fitness:FreeDiskMegabytes");
    }

    [Fact]
    public async Task A_clock_that_jumps_later_takes_the_silo_out_of_work_until_it_is_set_right()
    {
        var time = new SkewedTime(TimeSpan.Zero);
        await using var silo = await LocalSilo.StartAsync(await NewDatabaseAsync(), services => services.AddSingleton<TimeProvider>(time), _often);
        await silo.IsReadyAsync();

        time.Skew = TimeSpan.FromMinutes(5);
        (await silo.HealthBecomesAsync(HttpStatusCode.ServiceUnavailable)).ShouldContain("Set both by a time server.");

        time.Skew = TimeSpan.Zero;
        await silo.IsReadyAsync();
    }

    [Fact]
    public async Task A_database_that_restarts_is_told_and_waited_for()
    {
        await using var server = await PostgresServer.StartAsync(Token);
        await using var silo = await LocalSilo.StartAsync(await server.CreateDatabaseAsync(Token), _often);
        await silo.IsReadyAsync();

        await server.KillAsync(Token);
        (await silo.HealthBecomesAsync(HttpStatusCode.ServiceUnavailable)).ShouldContain("is not reached");

        await server.StartAgainAsync(Token);
        await silo.IsReadyAsync();
    }

    private static Action<IServiceCollection> With(IFitnessCheck check) => services =>
    {
        services.RemoveAll<IFitnessCheck>();
        services.AddSingleton(check);
    };

    private static async Task<string> NewDatabaseAsync() => await (await PostgresServer.Shared).CreateDatabaseAsync(Token);
}
