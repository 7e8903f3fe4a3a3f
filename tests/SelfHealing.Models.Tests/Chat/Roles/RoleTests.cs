using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using SelfHealing.Agents;
using SelfHealing.Models.Chat.Agents;
using SelfHealing.Models.Chat.Roles;
using SelfHealing.Models.Tests.Chat.Agents;
using SelfHealing.Models.Tests.Chat.Ledger;
using SelfHealing.Models.Tests.Chat.Strategies;
using SelfHealing.Repairs;
using SelfHealing.Storage;

namespace SelfHealing.Models.Tests.Chat.Roles;

public sealed class RoleTests
{
    private static readonly RepairPlan s_builtIn = new("A wrong result.", ["shop.py"], "Try operators.", new SearchScope(100, Pairs: false, [3]));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_planner_says_the_cause_and_leaves_the_scope()
    {
        var bench = await new Bench().PrepareAsync();
        bench.Files["tax.py"] = "";
        var model = new ScriptedModel(_ => """{"root_cause": "result is\ndiminished", "affected_files": ["./shop.py", "nowhere.py", "tests/test_shop.py"], "fix_strategy": "add"}""");

        var plan = await new ChatPlanner(Desk(bench, model)).PlanAsync(Planning(bench), s_builtIn, Cancellation);

        plan.RootCause.ShouldBe("result is diminished");
        plan.FixStrategy.ShouldBe("add");
        plan.AffectedFiles.ShouldBe(["shop.py"]);
        plan.Scope.ShouldBeSameAs(s_builtIn.Scope);
        model.Calls.ShouldHaveSingleItem().Context.Step.ShouldBe("plan-1");
    }

    [Fact]
    public async Task A_reviewer_of_patches_finds_and_never_forbids()
    {
        var bench = await new Bench().PrepareAsync();
        var model = new ScriptedModel(_ => """
            {"verdict": "wrong", "findings": [{"kind": "overfit", "problem": "only right\nfor [1, 2]"}, {"kind": "policy/tests", "problem": "x"}]}
            """);

        var review = await new ChatReviewer(Desk(bench, model)).ReviewAsync(new ReviewTask(bench.Task.Report, bench.Task.Baseline, Candidate("r1-a-1", "DEF")) { Step = "review-1", Workspace = bench.Task.Workspace }, Cancellation);

        review.Allowed.ShouldBeTrue();
        review.Score.ShouldBe(0.5);
        review.Findings.ShouldBe([new ReviewFinding("model/overfit", "gpt finds: only right for [1, 2]"), new ReviewFinding("model/other", "gpt finds: x")]);
        model.Calls.ShouldHaveSingleItem().Last.ShouldContain("+DEF");
    }

    [Fact]
    public async Task A_reviewer_of_tests_sees_no_patch()
    {
        var bench = await new Bench().PrepareAsync();
        var model = new ScriptedModel(_ => Bench.Correct);
        var task = new TestWritingTask("test-1", bench.Task.Report, bench.Task.Workspace, bench.Task.Baseline, bench.Task.Suspicions);

        var review = await new ChatReviewer(Desk(bench, model)).ReviewTestAsync(task, new ReproductionTest("test-x", "x", "assert total([5]) == 5"), Cancellation);

        review.ShouldBe(new Review(true, review.Findings, 1));
        review.Findings.ShouldBeEmpty();
        model.Calls[0].Last.ShouldContain("assert total([5]) == 5");
        model.Calls[0].Prompt.ShouldBe("review-test");
        model.Calls[0].Context.FirstCall.ShouldBe(9, "the step's first calls are the writer's");
    }

    [Fact]
    public async Task A_test_writer_gives_a_script_for_the_language()
    {
        var bench = await new Bench().PrepareAsync();
        var model = new ScriptedModel(_ => "```\nassert total([5]) == 5\n```");
        var task = new TestWritingTask("test-1", bench.Task.Report, bench.Task.Workspace, bench.Task.Baseline, bench.Task.Suspicions);

        var test = await new ChatTestWriter(Desk(bench, model), [bench.Toolchain]).WriteTestAsync(task, Cancellation);

        test.ShouldBe(new ReproductionTest("test-gpt", "gpt", "assert total([5]) == 5\n"));
        model.Calls[0].System.ShouldContain("run there with `run reproduction.txt`");
    }

    [Theory]
    [InlineData("""{"why": "it adds", "choice": "B"}""", "r1-b-1")]
    [InlineData("""{"why": "who knows", "choice": null}""", null)]
    public async Task A_selector_chooses_by_letter_or_not_at_all(string reply, string? chosen)
    {
        var bench = await new Bench().PrepareAsync();
        var model = new ScriptedModel(_ => reply);

        (await new ChatSelector(Desk(bench, model)).SelectAsync(Selection(bench), Cancellation)).ShouldBe(chosen);

        model.Calls[0].Last.ShouldContain("is=\"patch B\"");
        model.Calls[0].Last.ShouldContain("on [] one gives 0");
        model.Calls[0].Last.ShouldNotContain("r1-b-1");
    }

    [Fact]
    public async Task A_letter_that_nobody_has_is_asked_for_again()
    {
        var bench = await new Bench().PrepareAsync();
        var model = ScriptedModel.InTurn(ScriptedModel.Says("""{"choice": "Q"}"""), ScriptedModel.Says("""{"choice": "A"}"""));

        (await new ChatSelector(Desk(bench, model)).SelectAsync(Selection(bench), Cancellation)).ShouldBe("r1-a-1");
    }

    [Fact]
    public async Task A_role_without_a_usable_answer_is_a_fault()
    {
        var bench = await new Bench().PrepareAsync();
        var desk = Desk(bench, new ScriptedModel(_ => "well"));

        (await Should.ThrowAsync<ModelException>(() => new ChatPlanner(desk).PlanAsync(Planning(bench), s_builtIn, Cancellation))).Fault.ShouldBe(ModelFault.Malformed);
    }

    [Fact]
    public void Every_model_is_a_voter_for_each_strategy_and_a_model_for_each_role_it_has()
    {
        var settings = new Dictionary<string, string?>
        {
            ["gpt:Provider"] = "openai", ["gpt:Model"] = "m",
            ["llama:Provider"] = "ollama", ["llama:Model"] = "m", ["llama:Roles"] = "coder,selector", ["llama:Strategies"] = "agentless",
            ["opus:Provider"] = "anthropic", ["opus:Model"] = "m", ["opus:Roles"] = "reviewer planner",
        };
        using var services = new ServiceCollection()
            .AddSingleton<IArtifacts>(new BuiltIn.MemoryArtifacts()).AddSingleton<ICallLedger>(new MemoryLedger())
            .AddModels(new ConfigurationBuilder().AddInMemoryCollection(settings).Build()).BuildServiceProvider();

        services.GetServices<ICoderModel>().Select(v => v.Name).Where(n => n.Contains(':', StringComparison.Ordinal) && !n.EndsWith(":agentic", StringComparison.Ordinal))
            .ShouldBe(["gpt:multi-agent", "gpt:agentless", "llama:agentless"]);
        services.GetServices<IPlannerModel>().Select(m => m.Name).ShouldBe(["gpt", "opus"]);
        services.GetServices<IReviewerModel>().Select(m => m.Name).ShouldBe(["gpt", "opus"]);
        services.GetServices<ITestWriterModel>().Select(m => m.Name).ShouldBe(["gpt"]);
        services.GetServices<ISelectorModel>().Select(m => m.Name).ShouldBe(["gpt", "llama"]);
    }

    private static RoleDesk Desk(Bench bench, ScriptedModel model) => new(model, bench.Artifacts, new Nonces());

    private static PlanningTask Planning(Bench bench) =>
        new(1, bench.Task.Report, bench.Task.Baseline, bench.Task.Suspicions, null, []) { Step = "plan-1", Workspace = bench.Task.Workspace };

    private static SelectionTask Selection(Bench bench) => new(
        "select-1", bench.Task.Report, bench.Task.Workspace, bench.Task.Baseline, s_builtIn, [Candidate("r1-a-1", "DEF"), Candidate("r1-b-1", "Def")], "on [] one gives 0");

    private static Candidate Candidate(string id, string text) => new()
    {
        Id = id,
        Voter = "a",
        Patch = new Patch([new TextEdit("shop.py", 0, 3, text)]),
        Diff = $"--- a/shop.py\n+++ b/shop.py\n@@ -1 +1 @@\n-def total(items):\n+{text} total(items):\n",
        NormalForm = id,
        Operators = [],
        Rank = 1,
        Score = 1,
        Size = 1,
        Function = "total",
    };
}
