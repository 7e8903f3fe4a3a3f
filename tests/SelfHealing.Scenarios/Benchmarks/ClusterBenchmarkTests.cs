using System.Text.Json;
using CliWrap;
using CliWrap.Buffered;
using SelfHealing.Scenarios.Workshops;

namespace SelfHealing.Scenarios.Benchmarks;

/// <summary>The benchmarks of clusters on a handful of incidents: their figures mean nothing here, and everything that they check holds.</summary>
public sealed class ClusterBenchmarkTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("selfheal-cluster-benchmarks-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Coordination_ends_every_incident_in_its_second_round_and_leaves_nothing_behind_the_retention()
    {
        var figures = await RunAsync("coordination", "--incidents", "6", "--concurrency", "3");

        figures.GetProperty("ours").GetProperty("perSecond").GetDouble().ShouldBePositive();
        figures.GetProperty("ours").GetProperty("durableWrites").GetInt64().ShouldBeGreaterThan(6 * 10);
        figures.GetProperty("state").GetProperty("rowsAfter").GetInt64().ShouldBe(0);
    }

    [Fact, Trait("Category", "Full")]
    public async Task Two_silos_do_more_than_one()
    {
        var figures = await RunAsync("scale", "--silos", "1", "2", "--places", "2", "--turns", "3");

        figures[1].GetProperty("speedup").GetDouble().ShouldBeGreaterThan(1.2);
    }

    [Fact, Trait("Category", "Full")]
    public async Task Queued_incidents_are_all_recorded_and_all_end()
    {
        var figures = await RunAsync("queue", "--incidents", "60", "--settling", "1s");

        figures.GetProperty("queued").GetInt32().ShouldBePositive();
        figures.GetProperty("lost").GetInt64().ShouldBe(0);
        figures.GetProperty("open").GetInt64().ShouldBe(0);
    }

    [Fact, Trait("Category", "Full")]
    public async Task A_soak_loses_and_doubles_nothing()
    {
        var figures = await RunAsync("soak", "--incidents", "12", "--silos", "2", "--kill-every", "8s");

        figures.GetProperty("ended").GetInt64().ShouldBe(12);
        figures.GetProperty("lost").GetInt64().ShouldBe(0);
        figures.GetProperty("doubled").GetInt64().ShouldBe(0);
        figures.GetProperty("containers").GetInt64().ShouldBeGreaterThanOrEqualTo(12);
        figures.GetProperty("leakedContainers").GetInt32().ShouldBe(0);
        figures.GetProperty("leakedClones").GetInt32().ShouldBe(0);
    }

    private async Task<JsonElement> RunAsync(string benchmark, params string[] arguments)
    {
        var file = Path.Combine(_folder, "figures.json");
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(10));
        var result = await CliWrap.Cli.Wrap(SourceTree.At("tests/SelfHealing.Benchmarks/bin/Release/net10.0/SelfHealing.Benchmarks"))
            .WithArguments([benchmark, "--json", file, .. arguments])
            .WithEnvironmentVariables(environment => environment.Set("PGURL", null))
            .WithValidation(CommandResultValidation.None)
            .ExecuteBufferedAsync(patience.Token);
        result.ExitCode.ShouldBe(0, result.StandardOutput + result.StandardError);
        using var figures = JsonDocument.Parse(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));
        return figures.RootElement.Clone();
    }
}
