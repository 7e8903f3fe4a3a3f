using Microsoft.Extensions.DependencyInjection;
using SelfHealing.Storage;
using SelfHealing.TestDatabase;

namespace SelfHealing.Silo.Tests.Reaping;

public sealed class ReapingTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_no_open_incident_needs_is_told_for_none_one_and_many()
    {
        await using var silo = await LocalSilo.StartAsync(await (await PostgresServer.Shared).CreateDatabaseAsync(Token));
        var index = silo.Services.GetRequiredService<IIncidentIndex>();

        (await index.WhichAreOverAsync([], Token)).ShouldBeEmpty();
        (await index.WhichAreOverAsync(["inc-one"], Token)).ShouldBe(["inc-one"]);
        (await index.WhichAreOverAsync(["inc-one", "inc-two"], Token)).ShouldBe(["inc-one", "inc-two"], ignoreOrder: true);
    }
}
