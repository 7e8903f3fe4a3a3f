using System.Text.Json.Serialization;
using SelfHealing.Agents;
using SelfHealing.Ensemble;
using SelfHealing.Memory;
using SelfHealing.Models;
using SelfHealing.Repairs;
using SelfHealing.Toolchains;

namespace SelfHealing.Incidents;

/// <summary>One fact in the life of an incident. An incident is the fold of its events; nothing else is the truth.</summary>
/// <remarks>Stored as JSON with the discriminator <c>kind</c>. Kinds and fields are only ever added.</remarks>
[GenerateSerializer, Immutable, Alias("RepairEvent")]
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(Submitted), "submitted")]
[JsonDerivedType(typeof(Triaged), "triaged")]
[JsonDerivedType(typeof(StepStarted), "step-started")]
[JsonDerivedType(typeof(StepFailed), "step-failed")]
[JsonDerivedType(typeof(Prepared), "prepared")]
[JsonDerivedType(typeof(Reproduced), "reproduced")]
[JsonDerivedType(typeof(Localised), "localised")]
[JsonDerivedType(typeof(LessonsRecalled), "lessons-recalled")]
[JsonDerivedType(typeof(Planned), "planned")]
[JsonDerivedType(typeof(Coded), "coded")]
[JsonDerivedType(typeof(Reviewed), "reviewed")]
[JsonDerivedType(typeof(Observed), "observed")]
[JsonDerivedType(typeof(Tested), "tested")]
[JsonDerivedType(typeof(Voted), "voted")]
[JsonDerivedType(typeof(Approved), "approved")]
[JsonDerivedType(typeof(Rejected), "rejected")]
[JsonDerivedType(typeof(Deployed), "deployed")]
[JsonDerivedType(typeof(LessonLearned), "lesson-learned")]
[JsonDerivedType(typeof(Resumed), "resumed")]
[JsonDerivedType(typeof(CancelRequested), "cancel-requested")]
[JsonDerivedType(typeof(Closed), "closed")]
[JsonDerivedType(typeof(TestWritten), "test-written")]
[JsonDerivedType(typeof(TestsChecked), "tests-checked")]
[JsonDerivedType(typeof(Selected), "selected")]
[JsonDerivedType(typeof(ModelCalled), "model-called")]
[JsonDerivedType(typeof(Admitted), "admitted")]
[JsonDerivedType(typeof(Duplicated), "duplicated")]
[JsonDerivedType(typeof(HandedOver), "handed-over")]
public abstract record RepairEvent;

/// <summary>The incident was accepted.</summary>
[GenerateSerializer, Immutable, Alias("Submitted")]
public sealed record Submitted(IncidentReport Report) : RepairEvent;

/// <summary>The report was cleaned and its voters chosen.</summary>
/// <param name="Voters">Names of the voters that take part, in a fixed order.</param>
[GenerateSerializer, Immutable, Alias("Triaged")]
public sealed record Triaged(IReadOnlyList<string> Voters) : RepairEvent
{
    /// <summary>Names of the models that write reproduction tests.</summary>
    [Id(0)] public IReadOnlyList<string> TestWriters { get; init; } = [];

    /// <summary>Names of the models that choose between behaviours.</summary>
    [Id(1)] public IReadOnlyList<string> Selectors { get; init; } = [];

    /// <summary>The rules of the ensemble as they stood when the incident was triaged.</summary>
    [Id(2)] public EnsembleRules Rules { get; init; } = EnsembleRules.Default;
}

/// <summary>A step is about to run: the intent, written before its side effect.</summary>
/// <param name="Step">The step's id, the same in every attempt.</param>
/// <param name="Attempt">1 for the first attempt.</param>
[GenerateSerializer, Immutable, Alias("StepStarted")]
public sealed record StepStarted(string Step, int Attempt) : RepairEvent
{
    /// <summary>Name of the silo that starts it; null where it was not told.</summary>
    [Id(0)] public string? Silo { get; init; }
}

/// <summary>A step could not be done for a reason outside the fix (infrastructure, a remote, a limit).</summary>
/// <param name="Step">The step's id.</param>
/// <param name="Attempt">The attempt that failed.</param>
/// <param name="Reason">A sentence for the user: what happened, to what, and what to do.</param>
/// <param name="IsFinal">True when another attempt cannot help.</param>
[GenerateSerializer, Immutable, Alias("StepFailed")]
public sealed record StepFailed(string Step, int Attempt, string Reason, bool IsFinal) : RepairEvent;

/// <summary>The revision is cloned and the sandbox image is ready.</summary>
[GenerateSerializer, Immutable, Alias("Prepared")]
public sealed record Prepared(Workspace Workspace) : RepairEvent;

/// <summary>The baseline run: which tests fail and pass before any change.</summary>
/// <param name="Baseline">Outcomes of the unchanged revision.</param>
/// <param name="Fingerprint">The incident's fingerprint, by which memory finds like incidents.</param>
[GenerateSerializer, Immutable, Alias("Reproduced")]
public sealed record Reproduced(Baseline Baseline, Fingerprint Fingerprint) : RepairEvent;

/// <summary>Where the fault may be, most suspicious first, and the edits that could be made there.</summary>
/// <param name="Suspicions">Most suspicious lines, highest first, capped.</param>
/// <param name="EditSpace">Artifact with every candidate edit (see <see cref="EditSpace"/>); null where no voter searches edits.</param>
/// <param name="Edits">How many edits the space holds.</param>
[GenerateSerializer, Immutable, Alias("Localised")]
public sealed record Localised(IReadOnlyList<Suspicion> Suspicions, string? EditSpace, int Edits) : RepairEvent;

/// <summary>What memory knows of the same or a like error.</summary>
[GenerateSerializer, Immutable, Alias("LessonsRecalled")]
public sealed record LessonsRecalled(IReadOnlyList<Lesson> Lessons, IReadOnlyDictionary<string, VoterRecord> Records) : RepairEvent;

/// <summary>The plan of one round.</summary>
[GenerateSerializer, Immutable, Alias("Planned")]
public sealed record Planned(int Round, RepairPlan Plan) : RepairEvent;

/// <summary>One voter finished its search of one round.</summary>
[GenerateSerializer, Immutable, Alias("Coded")]
public sealed record Coded(int Round, string Voter, SearchReport Search) : RepairEvent;

/// <summary>One candidate was reviewed.</summary>
[GenerateSerializer, Immutable, Alias("Reviewed")]
public sealed record Reviewed(string Candidate, Review Review) : RepairEvent;

/// <summary>The plausible candidates of a round were run on generated inputs and clustered by what they do.</summary>
[GenerateSerializer, Immutable, Alias("Observed")]
public sealed record Observed(int Round, BehaviourReport Behaviour) : RepairEvent;

/// <summary>One candidate was tested on a clean checkout with the project's own command.</summary>
[GenerateSerializer, Immutable, Alias("Tested")]
public sealed record Tested(string Candidate, TestReport Report) : RepairEvent;

/// <summary>The ensemble decided a round.</summary>
[GenerateSerializer, Immutable, Alias("Voted")]
public sealed record Voted(int Round, Vote Vote) : RepairEvent;

/// <summary>The winner may be deployed.</summary>
/// <param name="By">A person's name, or <c>confidence</c> when the threshold was reached.</param>
[GenerateSerializer, Immutable, Alias("Approved")]
public sealed record Approved(string By, string? Comment) : RepairEvent;

/// <summary>A person refused the winner.</summary>
[GenerateSerializer, Immutable, Alias("Rejected")]
public sealed record Rejected(string By, string? Comment) : RepairEvent;

/// <summary>The winner is on its branch.</summary>
[GenerateSerializer, Immutable, Alias("Deployed")]
public sealed record Deployed(Deployment Deployment) : RepairEvent;

/// <summary>Memory keeps what worked.</summary>
[GenerateSerializer, Immutable, Alias("LessonLearned")]
public sealed record LessonLearned(Lesson Lesson) : RepairEvent;

/// <summary>The incident goes on after an interruption or a fault, with a fresh wall-clock budget.</summary>
[GenerateSerializer, Immutable, Alias("Resumed")]
public sealed record Resumed(TimeSpan Budget) : RepairEvent;

/// <summary>A person asked to stop the incident for good.</summary>
[GenerateSerializer, Immutable, Alias("CancelRequested")]
public sealed record CancelRequested(string By) : RepairEvent;

/// <summary>The incident ended.</summary>
/// <param name="Status">A terminal status.</param>
/// <param name="Reason">A sentence for the user.</param>
[GenerateSerializer, Immutable, Alias("Closed")]
public sealed record Closed(IncidentStatus Status, string Reason) : RepairEvent;

/// <summary>A model wrote a reproduction test, or abstained.</summary>
/// <param name="Model">The model.</param>
/// <param name="Written">What came of it.</param>
[GenerateSerializer, Immutable, Alias("TestWritten")]
public sealed record TestWritten(string Model, WrittenTest Written) : RepairEvent;

/// <summary>The reproduction tests ran on the candidates of a round.</summary>
[GenerateSerializer, Immutable, Alias("TestsChecked")]
public sealed record TestsChecked(int Round, IReadOnlyList<TestSignal> Signals) : RepairEvent
{
    /// <summary>True when only the leader was tried, while others still searched.</summary>
    [Id(0)] public bool IsEarly { get; init; }
}

/// <summary>A model chose between the behaviours of a round, or abstained.</summary>
/// <param name="Round">The round.</param>
/// <param name="Model">The model.</param>
/// <param name="Candidate">The chosen candidate's id, or null when it abstains.</param>
/// <param name="Abstained">Why, in words; null when it chose.</param>
[GenerateSerializer, Immutable, Alias("Selected")]
public sealed record Selected(int Round, string Model, string? Candidate, string? Abstained) : RepairEvent;

/// <summary>A chat model was called, or the call was not made for a reason.</summary>
[GenerateSerializer, Immutable, Alias("ModelCalled")]
public sealed record ModelCalled(ModelCall Call) : RepairEvent;

/// <summary>The incident left the queue: it is worked on from now.</summary>
[GenerateSerializer, Immutable, Alias("Admitted")]
public sealed record Admitted : RepairEvent;

/// <summary>The same trouble is being repaired already; written with the submission, and followed by the closing event.</summary>
/// <param name="Of">The incident that repairs it.</param>
[GenerateSerializer, Immutable, Alias("Duplicated")]
public sealed record Duplicated(string Of) : RepairEvent;

/// <summary>A silo that stops in good order hands the incident over. The steps that it interrupted are repeated elsewhere, and this counts as no attempt of theirs.</summary>
/// <param name="Silo">The silo's name.</param>
[GenerateSerializer, Immutable, Alias("HandedOver")]
public sealed record HandedOver(string Silo) : RepairEvent;
