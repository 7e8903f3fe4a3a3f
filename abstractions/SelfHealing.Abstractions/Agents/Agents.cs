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

/// <summary>Reviews candidates. Keyed <c>{incident}/reviewer</c>.</summary>
[Alias("IReviewerGrain")]
public interface IReviewerGrain : IGrainWithStringKey
{
    /// <summary>Reviews one candidate.</summary>
    [ResponseTimeout("01:00:00")]
    Task<Review> ReviewAsync(string step, ReviewTask task, CancellationToken cancellationToken);
}

/// <summary>Runs things in the sandbox. Keyed <c>{incident}/tester</c>.</summary>
[Alias("ITesterGrain")]
public interface ITesterGrain : IGrainWithStringKey
{
    /// <summary>The baseline run of the unchanged revision.</summary>
    [ResponseTimeout("06:00:00")]
    Task<TestRun> ReproduceAsync(string step, Workspace workspace, IncidentReport report, CancellationToken cancellationToken);

    /// <summary>Coverage, suspiciousness and the edit space, kept as an artifact.</summary>
    [ResponseTimeout("06:00:00")]
    Task<Localised> LocaliseAsync(string step, Workspace workspace, IncidentReport report, Baseline baseline, CancellationToken cancellationToken);

    /// <summary>Groups candidates by what they do on generated inputs.</summary>
    [ResponseTimeout("06:00:00")]
    Task<BehaviourReport> ObserveAsync(
        string step, Workspace workspace, IncidentReport report, Baseline baseline, IReadOnlyList<Candidate> candidates, CancellationToken cancellationToken);

    /// <summary>Proves one candidate on a clean checkout with the project's own command.</summary>
    [ResponseTimeout("06:00:00")]
    Task<TestReport> TestAsync(
        string step, Workspace workspace, IncidentReport report, Baseline baseline, Candidate candidate, CancellationToken cancellationToken);
}

/// <summary>What a planner works from.</summary>
[GenerateSerializer, Immutable, Alias("PlanningTask")]
public sealed record PlanningTask(
    int Round, IncidentReport Report, Baseline Baseline, IReadOnlyList<Suspicion> Suspicions, SearchScope? PreviousScope,
    IReadOnlyList<SearchReport> EarlierSearches);

/// <summary>What a coder works from.</summary>
[GenerateSerializer, Immutable, Alias("CodingTask")]
public sealed record CodingTask(
    int Round, string Voter, IncidentReport Report, Workspace Workspace, Baseline Baseline, string EditSpace, RepairPlan Plan,
    IReadOnlyList<Lesson> Lessons, Fingerprint Fingerprint, DateTimeOffset Deadline);

/// <summary>What a reviewer works from.</summary>
[GenerateSerializer, Immutable, Alias("ReviewTask")]
public sealed record ReviewTask(IncidentReport Report, Baseline Baseline, Candidate Candidate);
