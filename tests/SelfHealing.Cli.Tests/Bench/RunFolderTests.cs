using SelfHealing.Cli.Bench;
using SelfHealing.Cli.Tests.Support;

namespace SelfHealing.Cli.Tests.Bench;

public sealed class RunFolderTests : IDisposable
{
    private static readonly BenchOptions Options = new(2, [], [], 1, TimeSpan.FromMinutes(1), null, IsFresh: false);

    private readonly TemporaryFolder _folder = new();
    private readonly QuixBugs _benchmark = new(Path.Combine(AppContext.BaseDirectory, "Fixtures", "minibugs"), 1);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_killed_run_finds_its_finished_instances_again()
    {
        Open(Options).Append(Result("a"));
        File.AppendAllText(Path.Combine(Open(Options).Path, "results.jsonl"), "\n{\"Id\":\"b\",\"Sta");
        Open(Options).Append(Result("c"));

        Open(Options).Read().Keys.ShouldBe(["a", "c"], ignoreOrder: true);
        Open(Options).Run.ShouldBe(Open(Options).Run);
    }

    [Fact]
    public void An_infrastructure_fault_is_tried_again()
    {
        Open(Options).Append(InstanceResult.Without("a", InstanceResult.InfrastructureStatus, 1, "no engine"));

        Open(Options).Read().ShouldBeEmpty();
    }

    [Fact]
    public void Other_settings_are_another_run_but_the_number_of_jobs_is_not()
    {
        var run = Open(Options).Path;

        Open(Options with { Jobs = 7 }).Path.ShouldBe(run);
        Open(Options with { Seed = 2 }).Path.ShouldNotBe(run);
        Open(Options with { Models = ["mutation"] }).Path.ShouldNotBe(run);
        Open(Options with { TimeLimit = TimeSpan.FromMinutes(2) }).Path.ShouldNotBe(run);
    }

    [Fact]
    public void A_fresh_run_forgets()
    {
        Open(Options).Append(Result("a"));
        var name = Open(Options).Run;

        var fresh = Open(Options with { IsFresh = true });

        fresh.Read().ShouldBeEmpty();
        fresh.Run.ShouldNotBe(name);
    }

    [Fact]
    public void Totals_count_each_kind_and_leave_faults_out_of_the_times()
    {
        var totals = BenchTotals.Of(
        [
            Result("a") with { Plausible = true, Correct = true, Ceiling = true, Seconds = 1 },
            Result("b") with { Plausible = true, Ceiling = true, Seconds = 2 },
            Result("c") with { Seconds = 30 },
            InstanceResult.Without("d", InstanceResult.InfrastructureStatus, 500, "no engine"),
        ]);

        totals.ShouldBe(new BenchTotals(4, Correct: 1, Plausible: 2, Ceiling: 2, Infrastructure: 1, MedianSeconds: 2, P90Seconds: 30, Seconds: 33));
    }

    private RunFolder Open(BenchOptions options) => RunFolder.Open(_folder.Path, _benchmark, _benchmark.Read(), options);

    private static InstanceResult Result(string id) => new(id, "fixed", false, false, 1, 10, 1, "mutation", ["mutation"], 0.9, false, null);
}
