using Microsoft.Extensions.Time.Testing;
using SelfHealing.Agents;
using SelfHealing.Incidents;
using SelfHealing.Memory;
using SelfHealing.Models.Ensemble;
using SelfHealing.Models.Tests.BuiltIn;
using SelfHealing.Repairs;
using SelfHealing.Toolchains;

namespace SelfHealing.Models.Tests.Ensemble;

public sealed class FusionModelTests
{
    private const string File = "def f():\n    return 0\n\n\ndef g():\n    return 1\n\n\ndef h():\n    return 2\n";
    private const string Fixed = "return 7";
    private readonly MemoryArtifacts _artifacts = new();
    private readonly TextToolchain _toolchain = new(File, text =>
        text.Contains(Fixed, StringComparison.Ordinal) && text.Contains("return 1", StringComparison.Ordinal) && text.Contains("return 2", StringComparison.Ordinal)
            ? TrialVerdict.Plausible
            : TrialVerdict.Failed);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_two_broken_patches_share_is_a_candidate_once_it_passes()
    {
        var report = await FuseAsync(Draft("ada:agentless", ("return 0", Fixed), ("return 1", "return 8")), Draft("bob:agentic", ("return 0", Fixed), ("return 2", "return 9")));

        report.Abstained.ShouldBeNull();
        var candidate = report.Candidates.ShouldHaveSingleItem();
        (candidate.Id, candidate.Voter, candidate.Origin, candidate.Score).ShouldBe(("r2-fusion-1", "fusion", CandidateOrigin.Fusion, 1));
        candidate.Diff.ShouldBe("--- a/a.py\n+++ b/a.py\n@@ -1,5 +1,5 @@\n def f():\n-    return 0\n+    return 7\n \n \n def g():\n");
        candidate.NormalForm.ShouldBe("program:" + File.Replace("return 0", Fixed, StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_they_share_is_no_candidate_when_it_does_not_pass()
    {
        var report = await FuseAsync(Draft("ada:agentless", ("return 0", "return 5"), ("return 1", "return 8")), Draft("bob:agentic", ("return 0", "return 5"), ("return 2", "return 9")));

        (report.Tested, report.Plausible, report.Candidates.Count).ShouldBe((1, 0, 0));
        report.Abstained.ShouldBe("no fused patch passes the tests");
    }

    [Fact]
    public async Task One_model_s_text_alone_is_never_fused_however_often_it_repeats_itself()
    {
        var report = await FuseAsync(
            Draft("ada:agentless", ("return 0", Fixed), ("return 1", "return 8")),
            Draft("ada:agentic", ("return 0", Fixed), ("return 2", "return 9")),
            Draft("bob:agentic", ("return 2", "return 4")));

        report.Candidates.ShouldBeEmpty();
        _toolchain.Pulled.ShouldBe(0);
        report.Abstained.ShouldBe("no two models share an edit that is not a whole patch already");
    }

    [Fact]
    public async Task What_somebody_wrote_as_a_whole_is_not_tried_again()
    {
        await FuseAsync(Draft("ada:agentless", ("return 0", Fixed)), Draft("bob:agentic", ("return 0", Fixed), ("return 1", "return 8")));

        _toolchain.Pulled.ShouldBe(0);
    }

    [Fact]
    public async Task A_candidate_s_edits_count_like_a_draft_s_and_fused_ones_not_at_all()
    {
        var whole = Draft("bob:agentic", ("return 0", Fixed), ("return 2", "return 9")).Draft.Patch;
        var (bob, fused) = (Candidate("bob:agentic", whole), Candidate("fusion", whole));
        var ada = Draft("ada:agentless", ("return 0", Fixed), ("return 1", "return 8"));

        (await FuseAsync([fused], ada)).Candidates.ShouldBeEmpty();
        (await FuseAsync([bob], ada)).Candidates.Count.ShouldBe(1);
    }

    [Fact]
    public async Task It_stops_at_the_deadline()
    {
        var time = new FakeTimeProvider();
        var stuck = new TextToolchain(File, _ => TrialVerdict.Plausible)
        {
            Pace = async stop =>
            {
                time.Advance(TimeSpan.FromMinutes(2));
                await Task.Delay(Timeout.Infinite, stop);
            },
        };

        var report = await FuseAsync(
            new FusionModel([stuck], _artifacts, time), [], "text", time.GetUtcNow() + TimeSpan.FromMinutes(1),
            Draft("ada:agentless", ("return 0", Fixed), ("return 1", "return 8")), Draft("bob:agentic", ("return 0", Fixed), ("return 2", "return 9")));

        (report.Tested, report.Candidates.Count).ShouldBe((0, 0));
        report.Abstained.ShouldBe("the time ran out before a fused patch passed the tests");
    }

    [Fact]
    public async Task A_language_without_a_toolchain_is_an_abstention() =>
        (await FuseAsync([], "cobol")).Abstained.ShouldBe("No toolchain understands cobol.");

    private static VoterDraft Draft(string voter, params (string Before, string After)[] edits) => new(voter, new Draft(
        new Patch([.. edits.Select(e => new TextEdit("a.py", File.IndexOf(e.Before, StringComparison.Ordinal), e.Before.Length, e.After))]), "Some test fails with it."));

    private static Candidate Candidate(string voter, Patch patch) => new()
    {
        Id = $"r1-{voter}-1",
        Voter = voter,
        Patch = patch,
        Diff = "",
        NormalForm = voter,
        Operators = [],
        Rank = 1,
        Score = 1,
        Size = 1,
    };

    private Task<SearchReport> FuseAsync(params VoterDraft[] drafts) => FuseAsync([], drafts);

    private Task<SearchReport> FuseAsync(Candidate[] pool, params VoterDraft[] drafts) => FuseAsync(pool, "text", drafts);

    private Task<SearchReport> FuseAsync(Candidate[] pool, string language, params VoterDraft[] drafts) =>
        FuseAsync(new FusionModel([_toolchain], _artifacts, TimeProvider.System), pool, language, DateTimeOffset.MaxValue, drafts);

    private async Task<SearchReport> FuseAsync(FusionModel model, Candidate[] pool, string language, DateTimeOffset deadline, params VoterDraft[] drafts)
    {
        var workspace = new Workspace("inc-1", "c0ffee", await _artifacts.PutArchiveAsync("./a.py", File, Cancellation), "image", "t", "");
        var task = new CodingTask(
            2, "fusion", new IncidentReport { Repository = "r", TestCommand = "t", Language = language }, workspace, new Baseline(["t"], [], "", 0.1), "",
            new RepairPlan("A wrong result.", [], "", new SearchScope(1, Pairs: false, [])), [], new Fingerprint("exact", "kind", "AssertionError"), deadline)
        {
            Pool = pool,
            Drafts = drafts,
        };
        return await model.SearchAsync(task, new Progress<SearchProgress>(), Cancellation);
    }
}
