using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using SelfHealing.Storage;
using SelfHealing.TestDatabase;

namespace SelfHealing.Silo.Tests.Clusters;

public sealed class StartTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_silo_starts_on_PostgreSQL_and_tells_over_HTTP_that_it_is_ready()
    {
        await using var silo = await LocalSilo.StartAsync(await NewDatabaseAsync());

        (await silo.Http.GetAsync("/alive", Token)).StatusCode.ShouldBe(HttpStatusCode.OK);
        await silo.IsReadyAsync();
        (await silo.Http.GetStringAsync("/metrics", Token)).ShouldContain("# TYPE");
    }

    [Fact]
    public async Task Two_silos_on_one_database_are_one_cluster()
    {
        var database = await NewDatabaseAsync();
        await using var first = await LocalSilo.StartAsync(database);
        await using var second = await LocalSilo.StartAsync(database);

        await first.SeesAsync(2);
        await second.SeesAsync(2);
    }

    [Fact]
    public async Task A_database_that_refuses_the_password_is_told_in_a_sentence_without_it()
    {
        var there = new NpgsqlConnectionStringBuilder(await NewDatabaseAsync()) { Password = "hunter2" };

        var refusal = await Should.ThrowAsync<StorageException>(LocalSilo.StartAsync(there.ConnectionString));

        refusal.Message.ShouldStartWith("PostgreSQL refused the role \"tester\"");
        refusal.ToString().ShouldNotContain("hunter2");
    }

    [Theory, InlineData(-5), InlineData(5)]
    public async Task A_clock_five_minutes_off_is_refused_with_both_times(int minutes)
    {
        var database = await NewDatabaseAsync();

        var refusal = await Should.ThrowAsync<SettingsException>(
            LocalSilo.StartAsync(database, services => services.AddSingleton<TimeProvider>(new SkewedTime(TimeSpan.FromMinutes(minutes)))));

        refusal.Message.ShouldMatch("clock says [0-9: -]+ and the database's [0-9: -]+ .UTC., (299|300|301) seconds apart");
    }

    private static async Task<string> NewDatabaseAsync() => await (await PostgresServer.Shared).CreateDatabaseAsync(Token);
}
