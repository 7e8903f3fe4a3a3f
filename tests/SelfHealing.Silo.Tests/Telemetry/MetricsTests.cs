using SelfHealing.TestDatabase;

namespace SelfHealing.Silo.Tests.Telemetry;

public sealed class MetricsTests
{
    private static readonly string[] _ofTheQueue = ["selfheal_queue_depth", "selfheal_incidents_running", "selfheal_places", "selfheal_queue_oldest_seconds"];

    private static readonly string[] _ofEachSilo = ["selfheal_silo_fit", "selfheal_silo_places"];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Two processes, because figures are gathered by process.</summary>
    [Fact]
    public async Task One_silo_tells_of_the_queue_and_each_of_itself_so_that_sums_are_right()
    {
        var database = await (await PostgresServer.Shared).CreateDatabaseAsync(Token);
        var folder = Directory.CreateTempSubdirectory("selfheal-metrics-");
        var variables = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["ConnectionStrings__selfheal"] = database,
            ["SelfHealing__Fitness__Every"] = "00:00:00.5",
            ["SELFHEAL_DATA"] = folder.FullName,
        };
        await using (var one = await SiloProcess.StartAsync(variables))
        await using (var other = await SiloProcess.StartAsync(variables))
        {
            List<string> told;
            do
            {
                await Task.Delay(100, Token);
                told = [.. await NamesAsync(one), .. await NamesAsync(other)];
            }
            while (!_ofTheQueue.All(name => told.Count(n => n == name) == 1));

            _ofEachSilo.ShouldAllBe(name => told.Count(n => n == name) == 2);
        }

        folder.Delete(recursive: true);
    }

    /// <summary>The names of the figures that a silo shows.</summary>
    private static async Task<IEnumerable<string>> NamesAsync(SiloProcess silo) =>
        (await silo.Http.GetStringAsync("/metrics", Token)).Split('\n')
            .Where(line => line.StartsWith("selfheal_", StringComparison.Ordinal))
            .Select(line => line.Split('{', ' ')[0]);
}
