using Orleans.Concurrency;
using SelfHealing.Incidents;
using SelfHealing.Memory;
using SelfHealing.Repairs;
using SelfHealing.Toolchains;

namespace SelfHealing.Agents;

/// <summary>Writes the plan of a round. Keyed <c>{incident}/planner</c>.</summary>
[Alias("IPlannerGrain")]
public interface IPlannerGrain : IGrainWithStringKey
{
    /// <summary>Plans a round. Asking again under the same step id gives the same plan.</summary>
    [ResponseTimeout("01:00:00")]
    Task<RepairPlan> PlanAsync(string step, PlanningTask task, CancellationToken cancellationToken);
}

/// <summary>Searches for patches as one voter. Keyed <c>{incident}/coder/{voter}</c>.</summary>
[Alias("ICoderGrain")]
public interface ICoderGrain : IGrainWithStringKey
{
    /// <summary>Searches one round. Asking again under the same step id after it finished gives the same report.</summary>
    [ResponseTimeout("06:00:00")]
    Task<SearchReport> CodeAsync(string step, CodingTask task, CancellationToken cancellationToken);
}

/// <summary>Reviews candidates. Keyed <c>{incident}/reviewer</c>; a selector's choice <c>{incident}/reviewer/{model}</c>.</summary>
[Alias("IReviewerGrain")]
public interface IReviewerGrain : IGrainWithStringKey
{
    /// <summary>Reviews one candidate.</summary>
    [ResponseTimeout("01:00:00")]
    Task<Review> ReviewAsync(string step, ReviewTask task, CancellationToken cancellationToken);

    /// <summary>Lets one model choose between candidates; null when it abstains.</summary>
    [ResponseTimeout("01:00:00")]
    Task<string?> SelectAsync(string step, string model, SelectionTask task, CancellationToken cancellationToken);
}

/// <summary>Runs things in the sandbox. Keyed <c>{incident}/tester</c>; for one model that writes tests <c>{incident}/tester/{model}</c>.</summary>
[Alias("ITesterGrain")]
public interface ITesterGrain : IGrainWithStringKey
{
    /// <summary>The baseline run of the unchanged revision.</summary>
    [ResponseTimeout("06:00:00")]
    Task<TestRun> ReproduceAsync(string step, Workspace workspace, IncidentReport report, CancellationToken cancellationToken);

    /// <summary>Coverage, suspiciousness and the edit space, kept as an artifact; without <paramref name="withEdits"/> there is none, for nobody would search it.</summary>
    [ResponseTimeout("06:00:00")]
    Task<Localised> LocaliseAsync(string step, Workspace workspace, IncidentReport report, Baseline baseline, bool withEdits, CancellationToken cancellationToken);

    /// <summary>Groups candidates by what they do on generated inputs.</summary>
    [AlwaysInterleave, ResponseTimeout("06:00:00")]
    Task<BehaviourReport> ObserveAsync(
        string step, Workspace workspace, IncidentReport report, Baseline baseline, IReadOnlyList<Candidate> candidates, CancellationToken cancellationToken);

    /// <summary>Lets one model write a reproduction test, runs it on the base revision and has it reviewed. The report's reason is set when there is no test.</summary>
    [ResponseTimeout("01:00:00")]
    Task<WrittenTest> WriteTestAsync(string step, string model, TestWritingTask task, CancellationToken cancellationToken);

    /// <summary>Runs the reproduction tests on every candidate.</summary>
    [AlwaysInterleave, ResponseTimeout("06:00:00")]
    Task<IReadOnlyList<TestSignal>> CheckTestsAsync(
        string step, Workspace workspace, IncidentReport report, IReadOnlyList<ReproductionTest> tests, IReadOnlyList<Candidate> candidates,
        CancellationToken cancellationToken);

    /// <summary>Proves one candidate on a clean checkout with the project's own command.</summary>
    [AlwaysInterleave, ResponseTimeout("06:00:00")]
    Task<TestReport> TestAsync(
        string step, Workspace workspace, IncidentReport report, Baseline baseline, Candidate candidate, CancellationToken cancellationToken);
}

/// <summary>What a planner works from.</summary>
[GenerateSerializer, Immutable, Alias("PlanningTask")]
public sealed record PlanningTask(
    int Round, IncidentReport Report, Baseline Baseline, IReadOnlyList<Suspicion> Suspicions, SearchScope? PreviousScope,
    IReadOnlyList<SearchReport> EarlierSearches)
{
    /// <summary>The step's id: the key of its model calls.</summary>
    [Id(0)] public string Step { get; init; } = "";

    /// <summary>The revision in its image.</summary>
    [Id(1)] public Workspace? Workspace { get; init; }
}

/// <summary>What a coder works from.</summary>
[GenerateSerializer, Immutable, Alias("CodingTask")]
public sealed record CodingTask(
    int Round, string Voter, IncidentReport Report, Workspace Workspace, Baseline Baseline, string? EditSpace, RepairPlan Plan,
    IReadOnlyList<Lesson> Lessons, Fingerprint Fingerprint, DateTimeOffset Deadline)
{
    /// <summary>The step's id: the key of its model calls.</summary>
    [Id(0)] public string Step { get; init; } = "";

    /// <summary>Most suspicious lines, highest first: advice.</summary>
    [Id(1)] public IReadOnlyList<Suspicion> Suspicions { get; init; } = [];

    /// <summary>What this voter itself proposed and drafted in earlier rounds.</summary>
    [Id(2)] public IReadOnlyList<SearchReport> Earlier { get; init; } = [];

    /// <summary>Candidates of all voters so far, for a voter that combines them; empty for every other.</summary>
    [Id(3)] public IReadOnlyList<Candidate> Pool { get; init; } = [];

    /// <summary>Drafts of all voters so far, for a voter that combines them; empty for every other.</summary>
    [Id(4)] public IReadOnlyList<VoterDraft> Drafts { get; init; } = [];
}

/// <summary>A draft and who wrote it.</summary>
[GenerateSerializer, Immutable, Alias("VoterDraft")]
public sealed record VoterDraft(string Voter, Draft Draft);

/// <summary>What a reviewer works from.</summary>
[GenerateSerializer, Immutable, Alias("ReviewTask")]
public sealed record ReviewTask(IncidentReport Report, Baseline Baseline, Candidate Candidate)
{
    /// <summary>The step's id: the key of its model calls.</summary>
    [Id(0)] public string Step { get; init; } = "";

    /// <summary>The revision in its image.</summary>
    [Id(1)] public Workspace? Workspace { get; init; }
}

/// <summary>What a writer of reproduction tests works from.</summary>
[GenerateSerializer, Immutable, Alias("TestWritingTask")]
public sealed record TestWritingTask(
    string Step, IncidentReport Report, Workspace Workspace, Baseline Baseline, IReadOnlyList<Suspicion> Suspicions);

/// <summary>What came of writing a reproduction test.</summary>
/// <param name="Test">The test; null when there is none.</param>
/// <param name="FailsOnBase">True when it fails on the unpatched program.</param>
/// <param name="Abstained">Why there is no test, in words; null when there is one.</param>
[GenerateSerializer, Immutable, Alias("WrittenTest")]
public sealed record WrittenTest(ReproductionTest? Test, bool FailsOnBase, string? Abstained);

/// <summary>What a selector works from.</summary>
/// <param name="Step">The step's id: the key of its model calls.</param>
/// <param name="Report">What was submitted.</param>
/// <param name="Workspace">The revision in its image.</param>
/// <param name="Baseline">What fails and passes unchanged.</param>
/// <param name="Plan">The round's plan.</param>
/// <param name="Candidates">One candidate for each behaviour, in an order of chance fixed by the report's seed.</param>
/// <param name="Separator">An input on which they differ and what each gives, in words; null when none is known.</param>
[GenerateSerializer, Immutable, Alias("SelectionTask")]
public sealed record SelectionTask(
    string Step, IncidentReport Report, Workspace Workspace, Baseline Baseline, RepairPlan Plan, IReadOnlyList<Candidate> Candidates, string? Separator);
