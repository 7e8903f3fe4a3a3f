using SelfHealing.Agents;
using SelfHealing.Grains.Agents;
using SelfHealing.Incidents;
using SelfHealing.Models;
using SelfHealing.Repairs;
using SelfHealing.Toolchains;

namespace SelfHealing.Grains.Tests.Agents;

public sealed class TestAuthorsTests
{
    private const string Script = "selfheal_reproduction.py";
    private static readonly Workspace s_workspace = new("inc-1", "c0ffee", "a", "image", "t", "");
    private static readonly Review s_good = new(Allowed: true, [], 1);

    [Fact]
    public async Task A_test_that_fails_without_a_patch_counts_under_its_writer_s_name_with_the_review_of_another()
    {
        var (ada, bob) = (Reviewer("ada", _ => throw new InvalidOperationException("An author is not asked.")), Reviewer("bob", _ => Task.FromResult(s_good)));

        var written = await WriteAsync(Says("x + 2"), [ada, bob]);

        written.ShouldBe(new WrittenTest(new ReproductionTest("test-ada", "ada", "x + 2") { Review = s_good }, FailsOnBase: true, Abstained: null));
        (ada.Asked, bob.Asked).ShouldBe((0, 1));
    }

    [Fact]
    public async Task A_test_that_passes_without_a_patch_is_none()
    {
        var bob = Reviewer("bob", _ => Task.FromResult(s_good));

        ShouldBeNone(await WriteAsync(Says("x + 1"), [bob]), "its test passes on the unchanged program, so it does not show the fault");

        bob.Asked.ShouldBe(0, "nobody is paid to read a test that says nothing");
    }

    [Theory]
    [InlineData("SyntaxError: invalid syntax")]
    [InlineData("ModuleNotFoundError: No module named 'gauges'")]
    [InlineData("ImportError: cannot import name 'g' from 'a'")]
    [InlineData("NameError: name 'f' is not defined")]
    public async Task A_test_that_fails_by_itself_is_none(string error) =>
        ShouldBeNone(await WriteAsync(Says("x + 2"), [], _ => ScriptedShell.Failed(Script, error)), $"its test fails by itself: {error}");

    [Fact]
    public async Task The_same_error_of_the_program_shows_the_fault()
    {
        var written = await WriteAsync(Says("x + 2"), [], _ => ScriptedShell.Failed("a.py", "NameError: name 'y' is not defined"));

        written.FailsOnBase.ShouldBeTrue(written.Abstained);
    }

    [Fact]
    public async Task A_program_that_never_ends_shows_the_fault()
    {
        var written = await WriteAsync(Says("x + 2"), [], _ => new ShellResult(null, ""));

        written.FailsOnBase.ShouldBeTrue(written.Abstained);
    }

    [Fact]
    public async Task When_a_reviewer_fails_the_next_one_is_asked_and_without_any_the_test_stays()
    {
        var (ill, bob) = (Reviewer("ill", _ => Task.FromException<Review>(Fault())), Reviewer("bob", _ => Task.FromResult(s_good)));

        (await WriteAsync(Says("x + 2"), [ill, bob])).Test!.Review.ShouldBe(s_good);
        var unread = await WriteAsync(Says("x + 2"), [ill]);
        unread.FailsOnBase.ShouldBeTrue();
        unread.Test!.Review.ShouldBeNull();
    }

    [Fact]
    public async Task Who_is_not_named_reviews_nothing()
    {
        var stranger = Reviewer("stranger", _ => Task.FromResult(s_good));

        (await WriteAsync(Says("x + 2"), [stranger], named: ["ada", "bob:agentless"])).Test!.Review.ShouldBeNull();

        stranger.Asked.ShouldBe(0);
    }

    [Fact]
    public async Task A_writer_that_fails_or_is_gone_abstains_with_the_reason()
    {
        ShouldBeNone(await WriteAsync(() => Task.FromException<string>(Fault()), []), "The model 'x' is down.");
        ShouldBeNone(await WriteAsync(Says("x + 2"), [], model: "gone"), "the model 'gone' is not configured any more");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(100_001)]
    public async Task An_empty_or_endless_test_never_reaches_the_sandbox(int length) => ShouldBeNone(
        await WriteAsync(Says(new string('a', length)), [], _ => throw new InvalidOperationException("It ran.")),
        $"its test has {length} characters; from 1 to 100000 are allowed");

    private static void ShouldBeNone(WrittenTest written, string reason) => written.ShouldBe(new WrittenTest(null, FailsOnBase: false, reason));

    private static Func<Task<string>> Says(string source) => () => Task.FromResult(source);

    private static ModelException Fault() => new(ModelFault.Unavailable, "The model 'x' is down.");

    private static ScriptedReviewer Reviewer(string name, Func<ReproductionTest, Task<Review>> ofTest) =>
        new(name, _ => throw new NotSupportedException("There is no patch to review.")) { OfTest = ofTest };

    private static Task<WrittenTest> WriteAsync(
        Func<Task<string>> source, ScriptedReviewer[] reviewers, Func<string, ShellResult?>? instead = null, string[]? named = null, string model = "ada")
    {
        var world = new ScriptedWorld();
        var toolchain = new ScriptedToolchain(world) { Shell = new ScriptedShell { Instead = instead ?? (_ => null) } };
        var task = new TestWritingTask(
            "write-ada", new IncidentReport { Repository = "r", TestCommand = "t", Models = named ?? [] }, s_workspace, new Baseline(["t::a"], [], "", 0.1), []);
        var runs = new ReproductionRuns(toolchain, new WorkspaceFiles(new ScriptedRepositories(world)), task.Report, s_workspace);
        return new TestAuthors([new ScriptedTestWriter("ada", source)], new RolePanel([], reviewers, TimeProvider.System))
            .WriteAsync(model, task, toolchain, runs, TestContext.Current.CancellationToken);
    }
}
