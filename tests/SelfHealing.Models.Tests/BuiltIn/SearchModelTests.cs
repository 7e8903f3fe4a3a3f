using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using SelfHealing.Agents;
using SelfHealing.Incidents;
using SelfHealing.Memory;
using SelfHealing.Repairs;
using SelfHealing.Storage;
using SelfHealing.Toolchains;

namespace SelfHealing.Models.Tests.BuiltIn;

public sealed class SearchModelTests
{
    private const string File = "def f():\n    return 0\n";
    private static readonly Fingerprint s_error = new("exact", "kind", "AssertionError");

    private readonly MemoryArtifacts _artifacts = new();
    private readonly List<SearchProgress> _progress = [];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void Every_engine_and_the_fusion_are_registered_as_voters()
    {
        var voters = Voters(new TextToolchain(File, _ => TrialVerdict.Failed));

        voters.Select(v => v.Name).ShouldBe(["mutation", "templates", "conditions", "ingredients", "lessons", "fusion"]);
        voters.ShouldAllBe(v => v.Description.Length > 10);
    }

    [Fact]
    public async Task A_fix_comes_back_with_its_rank_and_its_diff()
    {
        var toolchain = new TextToolchain(File, text => text.Contains("return 7", StringComparison.Ordinal) ? TrialVerdict.Plausible : TrialVerdict.Failed);

        var report = await SearchAsync(toolchain, await TaskAsync(Numbers(1, 10)));

        report.Abstained.ShouldBeNull();
        report.Generated.ShouldBe(10);
        report.Tested.ShouldBe(10);
        report.Plausible.ShouldBe(1);
        var candidate = report.Candidates.ShouldHaveSingleItem();
        candidate.Id.ShouldBe("r2-mutation-7");
        candidate.Rank.ShouldBe(7);
        candidate.Operators.ShouldBe(["number-literal"]);
        candidate.Function.ShouldBe("f");
        candidate.Diff.ShouldBe("--- a/a.py\n+++ b/a.py\n@@ -1,2 +1,2 @@\n def f():\n-    return 0\n+    return 7\n");
        _progress[^1].ShouldBe(new SearchProgress(10, null, 1));
    }

    [Fact]
    public async Task The_search_goes_on_for_a_while_after_the_first_fix_and_then_stops_the_container()
    {
        var toolchain = new TextToolchain(File, text => text.EndsWith("return 200\n", StringComparison.Ordinal) ? TrialVerdict.Plausible : TrialVerdict.Failed);

        var report = await SearchAsync(toolchain, await TaskAsync(Numbers(1, 2000)));

        report.Candidates.ShouldHaveSingleItem().Rank.ShouldBe(200);
        report.Tested.ShouldBe(600);
        toolchain.IsStopped.ShouldBeTrue();
    }

    [Fact]
    public async Task At_most_six_different_programs_are_kept_and_all_are_counted()
    {
        var report = await SearchAsync(new TextToolchain(File, _ => TrialVerdict.Plausible), await TaskAsync(Numbers(1, 20)));

        report.Plausible.ShouldBe(20);
        report.Candidates.Select(c => c.Rank).ShouldBe([1, 2, 3, 4, 5, 6]);
        report.Candidates.Select(c => c.NormalForm).ShouldBeUnique();
    }

    [Fact]
    public async Task No_more_candidates_are_tested_than_the_plan_allows()
    {
        var toolchain = new TextToolchain(File, _ => TrialVerdict.Failed);

        var report = await SearchAsync(toolchain, await TaskAsync(Numbers(1, 100)) with { Plan = Plan(25) });

        report.Tested.ShouldBe(25);
        toolchain.Pulled.ShouldBe(25);
        report.Abstained.ShouldBe("None of its 25 candidates passed the tests.");
    }

    [Fact]
    public async Task Edits_that_fix_a_part_are_told_as_seeds()
    {
        var space = Numbers(1, 3);
        space = space with { Atoms = [.. space.Atoms, Atom(40, "'half'")] };

        var report = await SearchAsync(new TextToolchain(File, _ => TrialVerdict.Failed), await TaskAsync(space));

        report.Partial.ShouldBe([40]);
    }

    [Fact]
    public async Task What_does_not_parse_is_generated_but_not_tested()
    {
        var report = await SearchAsync(new TextToolchain(File, _ => TrialVerdict.Invalid), await TaskAsync(Numbers(1, 4)));

        report.Generated.ShouldBe(4);
        report.Tested.ShouldBe(0);
    }

    [Fact]
    public async Task Files_outside_the_plan_are_not_edited()
    {
        var task = await TaskAsync(Numbers(1, 4));
        task = task with { Plan = task.Plan with { AffectedFiles = ["b.py"] } };

        var report = await SearchAsync(new TextToolchain(File, _ => TrialVerdict.Plausible), task);

        report.Generated.ShouldBe(0);
        report.Abstained.ShouldBe("There is no mutation edit to make in the suspicious code.");
    }

    [Fact]
    public async Task Memory_without_a_lesson_abstains_and_says_so()
    {
        var report = await SearchAsync(new TextToolchain(File, _ => TrialVerdict.Plausible), await TaskAsync(Numbers(1, 4)), "lessons");

        report.Candidates.ShouldBeEmpty();
        report.Abstained.ShouldBe("Memory has no lesson about such an error.");
    }

    [Fact]
    public async Task A_candidate_from_memory_names_its_lesson()
    {
        var lesson = new Lesson("inc-9", s_error, ["number-literal"], "0", "3", "f", DateTimeOffset.UnixEpoch);
        var task = await TaskAsync(Numbers(1, 9)) with { Lessons = [lesson] };

        var report = await SearchAsync(new TextToolchain(File, _ => TrialVerdict.Plausible), task, "lessons");

        report.Candidates[0].Lesson.ShouldBe("inc-9");
        report.Candidates[0].After.ShouldBe("3");
    }

    [Fact]
    public async Task A_language_without_a_toolchain_is_an_abstention()
    {
        var task = await TaskAsync(Numbers(1, 2));

        var report = await SearchAsync(new TextToolchain(File, _ => TrialVerdict.Plausible), task with { Report = task.Report with { Language = "cobol" } });

        report.Abstained.ShouldBe("No toolchain understands cobol.");
    }

    [Fact]
    public async Task At_the_deadline_it_hands_in_what_it_has()
    {
        var count = 0;
        var toolchain = new TextToolchain(File, text => text.Contains("return 2", StringComparison.Ordinal) ? TrialVerdict.Plausible : TrialVerdict.Failed)
        {
            Pace = token => ++count > 5 ? Task.Delay(Timeout.Infinite, token) : Task.CompletedTask,
        };
        var task = await TaskAsync(Numbers(1, 50)) with { Deadline = TimeProvider.System.GetUtcNow().AddSeconds(1) };

        var report = await SearchAsync(toolchain, task);

        report.Candidates.ShouldHaveSingleItem().Rank.ShouldBe(2);
        toolchain.IsStopped.ShouldBeTrue();
    }

    [Fact]
    public async Task Past_the_deadline_nothing_is_tested_and_the_reason_is_told()
    {
        var task = await TaskAsync(Numbers(1, 50)) with { Deadline = DateTimeOffset.UnixEpoch };

        var report = await SearchAsync(new TextToolchain(File, _ => TrialVerdict.Plausible), task);

        report.Tested.ShouldBe(0);
        report.Abstained.ShouldBe("Time ran out before the first candidate was tested.");
    }

    [Fact]
    public async Task Cancelling_stops_the_search_and_its_container()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var toolchain = new TextToolchain(File, _ => TrialVerdict.Failed)
        {
            Pace = async token =>
            {
                await stop.CancelAsync();
                await Task.Delay(Timeout.Infinite, token);
            },
        };
        var task = await TaskAsync(Numbers(1, 50));

        await Should.ThrowAsync<OperationCanceledException>(Voter(toolchain, "mutation").SearchAsync(task, new Told(_progress), stop.Token));

        toolchain.IsStopped.ShouldBeTrue();
    }

    [Fact]
    public async Task The_archive_is_read_once_and_only_when_there_is_something_to_show()
    {
        var task = await TaskAsync(Numbers(1, 20));

        await SearchAsync(new TextToolchain(File, _ => TrialVerdict.Failed), task);
        _artifacts.Opened.ContainsKey(task.Workspace.Archive).ShouldBeFalse();

        await SearchAsync(new TextToolchain(File, _ => TrialVerdict.Plausible), task);
        _artifacts.Opened[task.Workspace.Archive].ShouldBe(1);
    }

    [Fact]
    public async Task A_candidate_of_two_edits_has_the_form_of_the_program_that_they_make_together()
    {
        var one = Atom(1, "7");
        var other = Atom(2, "#\n") with { Edits = [new TextEdit("a.py", 0, 0, "#\n")] };
        var toolchain = new TextToolchain(File, text => text.StartsWith('#') && text.Contains('7') ? TrialVerdict.Plausible : TrialVerdict.Failed);
        var task = await TaskAsync(new EditSpace([one, other], []));

        var report = await SearchAsync(toolchain, task with { Plan = task.Plan with { Scope = new SearchScope(100, Pairs: true, [1, 2]) } });

        report.Candidates.ShouldHaveSingleItem().NormalForm.ShouldStartWith("program:#");
    }

    [Fact]
    public async Task Without_an_edit_space_an_engine_abstains()
    {
        var toolchain = new TextToolchain(File, _ => TrialVerdict.Plausible);

        var report = await SearchAsync(toolchain, await TaskAsync(Numbers(1, 3)) with { EditSpace = null });

        report.Candidates.ShouldBeEmpty();
        report.Abstained.ShouldNotBeNullOrWhiteSpace();
    }

    private static EditSpace Numbers(int from, int to) => new([.. Enumerable.Range(from, to - from + 1).Select(i => Atom(i, $"{i}"))], []);

    private static EditAtom Atom(int id, string text) => new()
    {
        Id = id,
        Edits = [new TextEdit("a.py", 20, 1, text)],
        Family = "mutation",
        Operator = "number-literal",
        Line = 2,
        Function = "f",
        Before = "0",
        After = text,
        NormalForm = $"form-{id}",
        Likelihood = 1 - (id / 10000.0),
    };

    private static RepairPlan Plan(int candidates) => new("A wrong result.", [], "Try numbers.", new SearchScope(candidates, Pairs: false, []));

    private async Task<CodingTask> TaskAsync(EditSpace space) => new(
        2, "mutation", new IncidentReport { Repository = "r", TestCommand = "t", Language = "text" },
        new Workspace("inc-1", "c0ffee", await _artifacts.PutArchiveAsync("./a.py", File, Cancellation), "image", "t", ""),
        new Baseline(["t"], [], "", 0.1), await _artifacts.PutSpaceAsync(space, Cancellation), Plan(3000), [], s_error,
        TimeProvider.System.GetUtcNow().AddMinutes(5));

    private Task<SearchReport> SearchAsync(TextToolchain toolchain, CodingTask task, string voter = "mutation") =>
        Voter(toolchain, voter).SearchAsync(task, new Told(_progress), Cancellation);

    private ICoderModel Voter(TextToolchain toolchain, string name) => Voters(toolchain).Single(v => v.Name == name);

    private List<ICoderModel> Voters(TextToolchain toolchain) =>
        [.. new ServiceCollection().AddSingleton<IToolchain>(toolchain).AddSingleton<IArtifacts>(_artifacts).AddModels(new ConfigurationBuilder().Build())
            .BuildServiceProvider().GetServices<ICoderModel>()];

    private sealed class Told(List<SearchProgress> told) : IProgress<SearchProgress>
    {
        public void Report(SearchProgress value) => told.Add(value);
    }
}
