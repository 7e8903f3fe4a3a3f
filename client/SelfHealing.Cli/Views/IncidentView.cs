using SelfHealing.Cli.Terminals;
using SelfHealing.Ensemble;
using SelfHealing.Incidents;
using SelfHealing.Memory;
using SelfHealing.Repairs;
using SelfHealing.Toolchains;

namespace SelfHealing.Cli.Views;

/// <summary>All that is shown of an incident, as the fold of what a watcher receives.</summary>
/// <remarks>Everything that is drawn is a pure function of this view and the time, so any recorded history can be looked at again.</remarks>
internal sealed class IncidentView(string id)
{
    private readonly Dictionary<Stage, StageView> _stages = Stages.All.ToDictionary(stage => stage, stage => new StageView(stage));
    private readonly Dictionary<string, Candidate> _candidates = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TestReport> _tests = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Review> _reviews = new(StringComparer.Ordinal);
    private readonly List<VoterView> _voters = [];
    private readonly List<string> _earlierRounds = [];
    private TimeSpan _clock;
    private IncidentStatus? _end;
    private bool _isDecided;

    /// <summary>Held while the view changes or is drawn.</summary>
    public Lock Gate { get; } = new();

    public string Id { get; } = id;

    public IncidentReport? Report { get; private set; }

    /// <summary>Where it stands: how it ended, else whether a winner below the threshold waits for a person.</summary>
    public IncidentStatus Status => _end ?? (IsForApproval ? IncidentStatus.AwaitingApproval : IncidentStatus.Running);

    /// <summary>Why it ended, or what it stopped at.</summary>
    public string? Reason { get; private set; }

    public long LastSequence { get; private set; }

    public DateTimeOffset? SubmittedAt { get; private set; }

    public DateTimeOffset LastAt { get; private set; }

    public int Round { get; private set; } = 1;

    public IReadOnlyList<string> EarlierRounds => _earlierRounds;

    public IReadOnlyList<VoterView> Voters => _voters;

    public IReadOnlyCollection<StageView> Rail => _stages.Values;

    public IReadOnlyDictionary<string, Candidate> Candidates => _candidates;

    public IReadOnlyDictionary<string, Review> Reviews => _reviews;

    public IReadOnlyDictionary<string, TestReport> Tests => _tests;

    public Workspace? Workspace { get; private set; }

    public Baseline? Baseline { get; private set; }

    public Fingerprint? Fingerprint { get; private set; }

    public IReadOnlyList<Lesson> Lessons { get; private set; } = [];

    public RepairPlan? Plan { get; private set; }

    public BehaviourReport? Behaviour { get; private set; }

    public Vote? Vote { get; private set; }

    public Deployment? Deployment { get; private set; }

    public string? ApprovedBy { get; private set; }

    public int Generated { get; private set; }

    public int Tested { get; private set; }

    public int Plausible { get; private set; }

    /// <summary>The candidate that the last vote chose, or null.</summary>
    public Candidate? Winner => Vote?.Winner is { } winner ? _candidates.GetValueOrDefault(winner) : null;

    private bool IsForApproval =>
        !_isDecided && Vote is { Winner: not null, Confidence: var confidence } && Report is { DryRun: false, AutoApproveAt: var threshold } && confidence < threshold;

    /// <summary>The time that was spent working: neither the pause before a resumption nor the wait for a person counts.</summary>
    public TimeSpan Worked => _clock;

    /// <summary>Lets the incident go on in time: what is spent is known only until the last event otherwise.</summary>
    public TimeSpan ClockAt(DateTimeOffset now) =>
        Status == IncidentStatus.Running && SubmittedAt is not null && now > LastAt ? _clock + (now - LastAt) : _clock;

    /// <summary>Folds one signal in. An event that is already known changes nothing.</summary>
    /// <returns>False for an event that was known.</returns>
    public bool Apply(IncidentSignal signal)
    {
        switch (signal)
        {
            case EventSignal { Recorded: var recorded } when recorded.Sequence > LastSequence:
                Apply(recorded);
                return true;
            case ProgressSignal progress:
                Apply(progress);
                return true;
            default:
                return false;
        }
    }

    private void Apply(ProgressSignal progress)
    {
        if (Stages.Of(progress.Step) is not { } stage)
        {
            return;
        }

        if (stage == Stage.Code && VoterOf(progress.Step) is { } voter)
        {
            voter.State = voter.Report is null ? StageState.Running : voter.State;
            voter.Tested = progress.Done;
            voter.Total = progress.Total ?? voter.Total;
            voter.Note = SafeText.Line(progress.Note, 120);
            return;
        }

        _stages[stage].Note = SafeText.Line(progress.Note, 200);
    }

    private void Apply(RecordedEvent recorded)
    {
        // Sitting interrupted and waiting for a person is not work.
        var isPause = recorded.Event is Resumed or Approved { By: not "confidence" } or Rejected or CancelRequested;
        _clock += LastSequence == 0 || isPause || recorded.At < LastAt ? TimeSpan.Zero : recorded.At - LastAt;
        SubmittedAt ??= recorded.At;
        LastAt = recorded.At;
        LastSequence = recorded.Sequence;
        _isDecided |= recorded.Event is Approved or Rejected or CancelRequested;
        switch (recorded.Event)
        {
            case Submitted submitted:
                Report = submitted.Report;
                break;
            case Triaged triaged:
                _voters.AddRange(triaged.Voters.Select(name => new VoterView(name)));
                break;
            case StepStarted started:
                Start(started.Step);
                break;
            case StepFailed failed:
                Fail(failed);
                break;
            case LessonsRecalled recalled:
                Lessons = recalled.Lessons;
                break;
            case Approved approved:
                ApprovedBy = approved.By;
                Finish(Stage.Approve, recorded.Event);
                break;
            case Rejected rejected:
                _stages[Stage.Approve].Fail(EventSentence.Of(rejected, this), _clock);
                break;
            case Resumed:
                Reopen();
                break;
            case Closed closed:
                Close(closed);
                break;
            default:
                Take(recorded.Event);
                break;
        }
    }

    private void Take(RepairEvent happened)
    {
        switch (happened)
        {
            case Prepared prepared:
                Workspace = prepared.Workspace;
                Finish(Stage.Prepare, happened);
                break;
            case Reproduced reproduced:
                (Baseline, Fingerprint) = (reproduced.Baseline, reproduced.Fingerprint);
                Finish(Stage.Reproduce, happened);
                break;
            case Localised:
                Finish(Stage.Localise, happened);
                break;
            case Planned planned:
                EnterRound(planned.Round);
                Plan = planned.Plan;
                Finish(Stage.Plan, happened);
                break;
            case Coded coded:
                Take(coded);
                Finish(Stage.Code, happened);
                break;
            case Reviewed reviewed:
                _reviews[reviewed.Candidate] = reviewed.Review;
                Finish(Stage.Review, happened);
                break;
            case Observed observed:
                Behaviour = observed.Behaviour;
                Finish(Stage.Observe, happened);
                break;
            case Tested tested:
                _tests[tested.Candidate] = tested.Report;
                Finish(Stage.Test, happened);
                break;
            case Voted voted:
                Vote = voted.Vote;
                Finish(Stage.Vote, happened);
                break;
            case Deployed deployed:
                Deployment = deployed.Deployment;
                Finish(Stage.Deploy, happened);
                break;
        }
    }

    private void Take(Coded coded)
    {
        Generated += coded.Search.Generated;
        Tested += coded.Search.Tested;
        Plausible += coded.Search.Plausible;
        foreach (var candidate in coded.Search.Candidates)
        {
            _candidates[candidate.Id] = candidate;
        }

        if (_voters.Find(v => v.Name == coded.Voter) is { } voter)
        {
            voter.Report = coded.Search;
            voter.Tested = coded.Search.Tested;
            voter.State = StageState.Done;
        }
    }

    private void Start(string step)
    {
        if (Stages.Of(step) is not { } stage)
        {
            return;
        }

        if (stage == Stage.Plan && _stages[Stage.Plan].State == StageState.Done && !_stages[Stage.Plan].Knows(step))
        {
            EnterRound(Round + 1);
        }

        _stages[stage].Start(step, _clock);
        if (stage == Stage.Code && VoterOf(step) is { } voter)
        {
            voter.State = StageState.Running;
        }
    }

    private void Fail(StepFailed failed)
    {
        if (Stages.Of(failed.Step) is not { } stage)
        {
            return;
        }

        if (stage == Stage.Code && VoterOf(failed.Step) is { } voter)
        {
            voter.State = StageState.Failed;
            voter.Note = SafeText.Line(failed.Reason, 120);
        }
        else if (failed.IsFinal)
        {
            _stages[stage].Fail(SafeText.Line(failed.Reason), _clock);
        }
        else
        {
            _stages[stage].Note = $"attempt {failed.Attempt} failed, trying again: {SafeText.Line(failed.Reason, 160)}";
        }
    }

    private void Finish(Stage stage, RepairEvent happened) => _stages[stage].Finish(EventSentence.Of(happened, this), _clock);

    private void EnterRound(int round)
    {
        if (round <= Round)
        {
            return;
        }

        _earlierRounds.Add(EventSentence.OfRound(Round, this));
        Round = round;
        foreach (var stage in Stages.All.Where(Stages.IsInRound))
        {
            _stages[stage].Reset();
        }

        foreach (var voter in _voters)
        {
            (voter.State, voter.Tested, voter.Total, voter.Note, voter.Report) = (StageState.Waiting, 0, null, "", null);
        }

        (Vote, Behaviour) = (null, null);
    }

    private void Reopen()
    {
        (_end, Reason) = (null, null);
        foreach (var stage in _stages.Values.Where(s => s.State == StageState.Failed))
        {
            stage.Reset();
        }
    }

    private void Close(Closed closed)
    {
        (_end, Reason) = (closed.Status, SafeText.Clean(closed.Reason));
        foreach (var stage in _stages.Values)
        {
            stage.Halt(_clock);
        }
    }

    /// <summary>The voter of a coding step's id, <c>code-{round}-{voter}</c>.</summary>
    private VoterView? VoterOf(string step) => step.Split('-', 3) is [_, _, var name] ? _voters.Find(v => v.Name == name) : null;
}
