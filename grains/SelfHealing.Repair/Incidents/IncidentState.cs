using System.Collections.Immutable;
using SelfHealing.Agents;
using SelfHealing.Ensemble;
using SelfHealing.Incidents;
using SelfHealing.Memory;
using SelfHealing.Repair.Calls;
using SelfHealing.Repair.Ensemble;
using SelfHealing.Repairs;
using SelfHealing.Toolchains;

namespace SelfHealing.Repair.Incidents;

/// <summary>What is known of an incident, from its events alone.</summary>
public sealed record IncidentState
{
    private static readonly ImmutableSortedDictionary<string, StepState> NoSteps =
        ImmutableSortedDictionary.Create<string, StepState>(StringComparer.Ordinal);

    /// <summary>An incident of which nothing is known yet.</summary>
    public static IncidentState Unknown { get; } = new();

    /// <summary>The incident's id; empty before the first event.</summary>
    public string Id { get; init; } = "";

    /// <summary>Sequence number of the last applied event; 0 for none.</summary>
    public long Sequence { get; init; }

    /// <summary>What was submitted; null before the first event.</summary>
    public IncidentReport? Report { get; init; }

    /// <summary>When it was submitted.</summary>
    public DateTimeOffset SubmittedAt { get; init; }

    /// <summary>True once it left the queue. Histories from before there was one are known by their first step.</summary>
    public bool IsAdmitted { get; init; }

    /// <summary>The incident that repairs the same trouble; null for none.</summary>
    public string? DuplicateOf { get; init; }

    /// <summary>When the wall-clock budget runs out; it starts when the incident leaves the queue, and a resume moves it.</summary>
    public DateTimeOffset Deadline { get; init; }

    /// <summary>Names of the voters; null before triage.</summary>
    public IReadOnlyList<string>? Voters { get; init; }

    /// <summary>Names of the models that write reproduction tests.</summary>
    public IReadOnlyList<string> TestWriters { get; init; } = [];

    /// <summary>Names of the models that choose between behaviours.</summary>
    public IReadOnlyList<string> Selectors { get; init; } = [];

    /// <summary>The rules of the ensemble, fixed at triage.</summary>
    public EnsembleRules Rules { get; init; } = EnsembleRules.Default;

    /// <summary>The revision in its image; null before it is prepared.</summary>
    public Workspace? Workspace { get; init; }

    /// <summary>What fails and passes unchanged; null before the baseline run.</summary>
    public Baseline? Baseline { get; init; }

    /// <summary>By what memory recognises the error.</summary>
    public Fingerprint? Fingerprint { get; init; }

    /// <summary>Suspicious lines and the edit space; null before localisation.</summary>
    public Localised? Localisation { get; init; }

    /// <summary>What memory knew; null before it was asked.</summary>
    public LessonsRecalled? Recalled { get; init; }

    /// <summary>Rounds so far, in order.</summary>
    public ImmutableList<RoundState> Rounds { get; private init; } = [];

    /// <summary>What came of writing reproduction tests, by model.</summary>
    public ImmutableSortedDictionary<string, WrittenTest> WrittenTests { get; init; } =
        ImmutableSortedDictionary.Create<string, WrittenTest>(StringComparer.Ordinal);

    /// <summary>Reviews by candidate.</summary>
    public ImmutableSortedDictionary<string, Review> Reviews { get; init; } = ImmutableSortedDictionary.Create<string, Review>(StringComparer.Ordinal);

    /// <summary>The tester's proofs by candidate.</summary>
    public ImmutableSortedDictionary<string, TestReport> Tests { get; init; } = ImmutableSortedDictionary.Create<string, TestReport>(StringComparer.Ordinal);

    /// <summary>The calls of chat models so far.</summary>
    public CallHistory Calls { get; init; } = CallHistory.None;

    /// <summary>Who approved the winner; null while nobody has.</summary>
    public Approved? Approval { get; init; }

    /// <summary>Who refused the winner; null while nobody has.</summary>
    public Rejected? Rejection { get; init; }

    /// <summary>Where the winner went; null before it is deployed.</summary>
    public Deployment? Deployment { get; init; }

    /// <summary>What memory keeps; null before it learned.</summary>
    public Lesson? Lesson { get; init; }

    /// <summary>Who asked to cancel; null when nobody did.</summary>
    public string? CancelledBy { get; init; }

    /// <summary>How it ended; null while it is open.</summary>
    public Closed? End { get; init; }

    /// <summary>Every step that was ever started, by id.</summary>
    public ImmutableSortedDictionary<string, StepState> Steps { get; init; } = NoSteps;

    /// <summary>The current round; null before the first plan.</summary>
    public RoundState? Round => Rounds.Count > 0 ? Rounds[^1] : null;

    /// <summary>Every plausible candidate of every round, in the order of rounds, voters and ranks.</summary>
    public IReadOnlyList<Candidate> Candidates { get; private init; } = [];

    /// <summary>The winning candidate; null while there is none.</summary>
    public Candidate? Winner => Round?.Vote?.Winner is { } id ? Candidates.FirstOrDefault(c => c.Id == id) : null;

    /// <summary>Where the incident stands.</summary>
    public IncidentStatus Status =>
        End?.Status ?? (IsWaitingForPerson ? IncidentStatus.AwaitingApproval : IsQueued ? IncidentStatus.Queued : IncidentStatus.Running);

    /// <summary>True while it waits for its turn.</summary>
    public bool IsQueued => Report is not null && !IsAdmitted && End is null && CancelledBy is null;

    /// <summary>True when a winner waits for a person.</summary>
    public bool IsWaitingForPerson =>
        End is null && CancelledBy is null && Approval is null && Rejection is null && Report is { DryRun: false } report
        && Round?.Vote is { } vote && Winner is { } winner
        && (vote.Confidence < report.AutoApproveAt || !Unshown.MayGoUnasked(Baseline?.FailToPass.Count ?? 0, winner, SignalsOf(Round)));

    /// <summary>What the reproduction tests of a round said, each program's verdict told of all its candidates.</summary>
    public IReadOnlyList<TestSignal> SignalsOf(RoundState round)
    {
        ArgumentNullException.ThrowIfNull(round);
        return TestSignals.OfPrograms(round.Signals ?? [], Candidates);
    }

    /// <summary>The state after a whole history.</summary>
    public static IncidentState Fold(IEnumerable<RecordedEvent> history) => history.Aggregate(Unknown, (state, e) => state.Apply(e));

    /// <summary>The state after one more event. Applying the same event twice changes nothing.</summary>
    public IncidentState Apply(RecordedEvent recorded)
    {
        ArgumentNullException.ThrowIfNull(recorded);
        if (recorded.Sequence <= Sequence)
        {
            return this;
        }

        var next = this with { Id = recorded.Incident, Sequence = recorded.Sequence, Steps = StepsAfter(recorded.Event, recorded.At) };
        return recorded.Event switch
        {
            Submitted e => next with { Report = e.Report, SubmittedAt = recorded.At, Deadline = recorded.At + e.Report.Budget },
            Admitted => next with { IsAdmitted = true, Deadline = IsAdmitted ? Deadline : recorded.At + Report!.Budget },
            Duplicated e => next with { DuplicateOf = e.Of },
            StepStarted => IsAdmitted ? next : next with { IsAdmitted = true },
            Triaged e => next with { IsAdmitted = true, Voters = e.Voters, TestWriters = e.TestWriters, Selectors = e.Selectors, Rules = e.Rules },
            Prepared e => next with { Workspace = e.Workspace },
            Reproduced e => next with { Baseline = e.Baseline, Fingerprint = e.Fingerprint },
            Localised e => next with { Localisation = e },
            LessonsRecalled e => next with { Recalled = e },
            Planned e => next with { Rounds = Rounds.Add(new RoundState(e.Round, e.Plan)) },
            Coded e => next.WithRound(e.Round, r => r with { Searches = r.Searches.SetItem(e.Voter, e.Search) }).WithCandidates(),
            Reviewed e => next with { Reviews = Reviews.SetItem(e.Candidate, e.Review) },
            Observed e => next.WithRound(e.Round, r => r with { Behaviour = e.Behaviour }),
            TestWritten e => next with { WrittenTests = WrittenTests.SetItem(e.Model, e.Written) },
            TestsChecked e => next.WithRound(e.Round, r => r with
            {
                Signals = TestSignals.Together(r.Signals ?? [], e.Signals),
                AreTestsChecked = r.AreTestsChecked || !e.IsEarly,
            }),
            Selected e => next.WithRound(e.Round, r => r with { Selections = r.Selections.SetItem(e.Model, e) }),
            Tested e => next with { Tests = Tests.SetItem(e.Candidate, e.Report) },
            Voted e => next.WithRound(e.Round, r => r with { Vote = e.Vote }),
            Approved e => next with { Approval = Approval ?? e },
            Rejected e => next with { Rejection = Rejection ?? e },
            Deployed e => next with { Deployment = e.Deployment },
            LessonLearned e => next with { Lesson = e.Lesson },
            Resumed e => next with { IsAdmitted = true, End = null, Deadline = recorded.At + e.Budget },
            ModelCalled e => next with { Calls = Calls.With(e.Call) },
            CancelRequested e => next with { CancelledBy = e.By },
            Closed e => next with { End = e },
            _ => next,
        };
    }

    /// <summary>Id of the step that an event ends; null when it ends none.</summary>
    public static string? StepEndedBy(RepairEvent happened) => happened switch
    {
        StepFailed e => e.Step,
        Triaged => "triage",
        Prepared => "prepare",
        Reproduced => "reproduce",
        Localised => "localise",
        LessonsRecalled => "recall",
        Planned e => $"plan-{e.Round}",
        Coded e => $"code-{e.Round}-{e.Voter}",
        Reviewed e => $"review-{e.Candidate}",
        Observed e => $"observe-{e.Round}",
        TestWritten e => $"write-test-{e.Model}",
        TestsChecked e => $"check-tests-{e.Round}{(e.IsEarly ? "-early" : "")}",
        Selected e => $"select-{e.Round}-{e.Model}",
        Tested e => $"test-{e.Candidate}",
        Voted e => $"vote-{e.Round}",
        Approved => "approve",
        Deployed => "deploy",
        LessonLearned => "learn",
        Closed => "close",
        _ => null,
    };

    /// <summary>Attempts of a step since the incident was submitted or last resumed.</summary>
    public int AttemptsOf(string step) => Steps.TryGetValue(step, out var state) ? state.Attempts : 0;

    private ImmutableSortedDictionary<string, StepState> StepsAfter(RepairEvent happened, DateTimeOffset at) => happened switch
    {
        StepStarted e => Steps.SetItem(e.Step, new StepState(AttemptsOf(e.Step) + 1, at, null, null, IsFinal: false) { Silo = e.Silo }),
        StepFailed e => Ended(e.Step, at, e.Reason, e.IsFinal),
        HandedOver e => HandedOver(e.Silo, at),
        Resumed => UnfinishedForgotten(),
        _ => StepEndedBy(happened) is { } step ? Ended(step, at) : Steps,
    };

    private ImmutableSortedDictionary<string, StepState> Ended(string step, DateTimeOffset at, string? failure = null, bool isFinal = false)
    {
        var state = Steps.TryGetValue(step, out var known) ? known : new StepState(1, at, null, null, IsFinal: false);
        return Steps.SetItem(step, state with { EndedAt = at, Failure = failure, IsFinal = isFinal });
    }

    private IncidentState WithRound(int number, Func<RoundState, RoundState> change)
    {
        var index = Rounds.FindIndex(r => r.Number == number);
        return index < 0 ? this : this with { Rounds = Rounds.SetItem(index, change(Rounds[index])) };
    }

    // Nothing but a search brings any.
    private IncidentState WithCandidates() => this with { Candidates = [.. Rounds.SelectMany(r => r.Searches.Values).SelectMany(s => s.Candidates)] };

    // A silo that stops in good order gives the steps that it interrupted their attempt back.
    private ImmutableSortedDictionary<string, StepState> HandedOver(string silo, DateTimeOffset at) => Steps.SetItems(Steps
        .Where(s => s.Value.EndedAt is null)
        .Select(s => KeyValuePair.Create(s.Key, s.Value with { Attempts = s.Value.Attempts - 1, EndedAt = at, Failure = $"The silo {silo} handed it over when it stopped." })));

    // A person who resumes gives the steps that failed or were interrupted their attempts back.
    private ImmutableSortedDictionary<string, StepState> UnfinishedForgotten() =>
        Steps.RemoveRange(Steps.Where(s => s.Value.EndedAt is null || s.Value.Failure is not null).Select(s => s.Key));
}
