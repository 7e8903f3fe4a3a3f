using SelfHealing.Repairs;

namespace SelfHealing.Toolchains.Python;

public sealed class ObservationTests(ToolchainFixture fixture)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Candidates_that_behave_alike_are_one_cluster_and_an_input_separates_the_others()
    {
        var files = SmallProject.Files;
        var workspace = await fixture.WorkspaceAsync(files);
        string[] loops = ["low <= high", "not low > high", "low < high + 1", "low <= len(items) - 1"];

        var candidates = loops.Select((l, i) => Candidate($"r1-a-{i}", files.Replace("search.py", SmallProject.Loop, l))).ToArray();
        var report = await fixture.Python.ObserveAsync(workspace, SmallProject.Baseline, candidates, 1, Token);
        var again = await fixture.Python.ObserveAsync(workspace, SmallProject.Baseline, candidates, 1, Token);

        report.Inputs.ShouldBeGreaterThan(60);
        report.Clusters.ShouldContain(c => c.Candidates.SequenceEqual(new[] { "r1-a-0", "r1-a-1", "r1-a-2" }));
        report.Clusters.Count.ShouldBe(2);
        report.Separator.ShouldNotBeNull().ShouldContain("find(");
        report.Clusters[0].KeptBehaviour.ShouldBeInRange(0.1, 0.99);
        again.ShouldBeEquivalentTo(report);
    }

    [Fact]
    public async Task Methods_changed_arguments_and_changes_outside_of_functions_are_seen()
    {
        var files = new ProjectFiles
        {
            ["basket.py"] = """
                STEP = 1


                class Basket:
                    def __init__(self):
                        self.items = []

                    def add(self, item, count):
                        for _ in range(count - STEP):
                            self.items.append(item)

                """,
            ["test_basket.py"] = "from basket import Basket\n\n\ndef test_add():\n    basket = Basket()\n    basket.add('a', 2)\n    assert basket.items == ['a', 'a']\n",
        };
        Candidate[] candidates =
        [
            Candidate("r1-a-1", files.Replace("basket.py", "count - STEP", "count")),
            Candidate("r1-a-2", files.Replace("basket.py", "count - STEP", "2")),
            Candidate("r1-b-1", files.Replace("basket.py", "STEP = 1", "STEP = 0")),
        ];

        var report = await fixture.Python.ObserveAsync(await fixture.WorkspaceAsync(files), new Baseline(["test_basket.py::test_add"], [], "", 0.5), candidates, 1, Token);

        report.Clusters.Select(c => string.Join(' ', c.Candidates)).ShouldBe(["r1-a-1 r1-b-1", "r1-a-2"], ignoreOrder: true);
        report.Separator.ShouldNotBeNull().ShouldContain("Basket.add(");
    }

    [Fact]
    public async Task Without_recorded_calls_candidates_are_told_apart_by_their_normal_form()
    {
        var files = new ProjectFiles { ["check.py"] = "def f():\n    return 1\n\n\nassert f() == 2\n" };
        Candidate[] candidates = [.. new[] { "a", "b", "a" }.Select((form, i) => Candidate($"r1-a-{i}", files.Replace("check.py", "return 1", "return 2"), form))];

        var report = await fixture.Python.ObserveAsync(
            await fixture.WorkspaceAsync(files, "python3 check.py"), new Baseline(["python3 check.py"], [], "", 0.1), candidates, 1, Token);

        report.Inputs.ShouldBe(0);
        report.Separator.ShouldBeNull();
        report.Clusters.Select(c => string.Join(' ', c.Candidates)).ShouldBe(["r1-a-0 r1-a-2", "r1-a-1"]);
    }

    private static Candidate Candidate(string id, Patch patch, string? form = null) => new()
    {
        Id = id,
        Voter = "a",
        Patch = patch,
        Diff = "",
        NormalForm = form ?? id,
        Operators = ["test"],
        Rank = 1,
        Score = 1,
        Size = 1,
    };
}
