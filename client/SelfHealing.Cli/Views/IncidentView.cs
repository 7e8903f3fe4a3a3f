using SelfHealing.Cli.Terminals;
using SelfHealing.Ensemble;
using SelfHealing.Incidents;
using SelfHealing.Repair.Ensemble;
using SelfHealing.Repair.Incidents;
using SelfHealing.Repairs;
using SelfHealing.Toolchains;

namespace SelfHealing.Cli.Views;

/// <summary>All that is shown of an incident: what is known of it, how its stages went in time, and how far its searches are.</summary>
/// <remarks>A fold of what a watcher receives; everything that is drawn is a pure function of this view and the time, so any history can be looked at again.</remarks>
internal sealed class IncidentView(string id)
{
    private const string ByConfidence = "confidence";

    private readonly Dictionary<Stage, StageView> _stages = Stages.Shown.ToDictionary(stage => stage, stage => new StageView(stage));
    private readonly List<VoterView> _voters = [];
    private readonly List<string> _earlierRounds = [];
    private DateTimeOffset _lastAt;

    /// <summary>Held while the view changes or is drawn.</summary>
    public Lock Gate { get; } = new();

    public string Id { get; } = id;

    /// <summary>What is known, from events alone.</summary>
    public IncidentState State { get; private set; } = IncidentState.Unknown;

    public IncidentReport? Report => State.Report;

    public IncidentStatus Status => State.Status;

    /// <summary>Why it ended; null while it has not.</summary>
    public string? Reason => State.End is { } end ? SafeText.Clean(end.Reason) : null;

    /// <summary>The incident that repairs the same trouble; null when this one is no duplicate.</summary>
    public string? DuplicateOf { get; private set; }

    public DateTimeOffset LastAt => _lastAt;

    /// <summary>The round that is shown.</summary>
    public int Round { get; private set; } = 1;

    /// <summary>What came of the rounds before it.</summary>
    public IReadOnlyList<string> EarlierRounds => _earlierRounds;

    /// <summary>The voters that take part in the round; one that has nothing to go by, such as memory without lessons, never starts.</summary>
    public IReadOnlyList<VoterView> Voters => [.. _voters.Where(v => v.State != StageState.Waiting || v.Report is not null || v.Note.Length > 0)];

    public IReadOnlyCollection<StageView> Rail => _stages.Values;

    public Baseline? Baseline => State.Baseline;

    /// <summary>The last vote, or null.</summary>
    public Vote? Vote => State.Round?.Vote;

    /// <summary>The candidate that the last vote chose, or null.</summary>
    public Candidate? Winner => State.Winner;

    /// <summary>The tester's proof of the winner, or null.</summary>
    public TestReport? Proof => Winner is { } winner ? State.Tests.GetValueOrDefault(winner.Id) : null;

    /// <summary>Names of the voters whose ballot is for the winner, or for another patch that does the same.</summary>
    public IReadOnlyList<string> Backers => [.. (Vote?.Ballots ?? []).Where(b => b.Candidate is { } id && IsLikeWinner(id)).Select(b => b.Voter)];

    public Deployment? Deployment => State.Deployment;

    /// <summary>Every search that has ended, of all rounds.</summary>
    public IEnumerable<SearchReport> Searches => State.Rounds.SelectMany(r => r.Searches.Values);

    /// <summary>The time that was spent working until the last event: neither the pause before a resumption nor the wait for a person counts.</summary>
    public TimeSpan Worked { get; private set; }

    /// <summary>The same until now.</summary>
    public TimeSpan WorkedAt(DateTimeOffset now) =>
        Status == IncidentStatus.Running && State.Sequence > 0 && now > _lastAt ? Worked + (now - _lastAt) : Worked;

    /// <summary>Folds one signal in.</summary>
    /// <returns>False for an event that was known already.</returns>
    public bool Apply(IncidentSignal signal)
    {
        switch (signal)
        {
            case EventSignal { Recorded: var recorded } when recorded.Incident == Id && recorded.Sequence > State.Sequence:
                Apply(recorded);
                return true;
            case ProgressSignal progress:
                Apply(progress);
                return true;
            default:
                return false;
        }
    }

    /// <summary>Whether a candidate is the winner, makes the same program, or behaves alike on every observed input.</summary>
    public bool IsLikeWinner(string candidate) => Winner is { } winner
        && (candidate == winner.Id
            || State.Candidates.Any(c => c.Id == candidate && c.NormalForm == winner.NormalForm)
            || (State.Round?.Behaviour?.Clusters ?? []).Any(c => c.Candidates.Contains(winner.Id) && c.Candidates.Contains(candidate)));

    private void Apply(ProgressSignal progress)
    {
        if (Stages.Of(progress.Step) is not { } stage)
        {
            return;
        }

        if (stage == Stage.Code && VoterOf(progress.Step) is { } voter)
        {
            voter.Tested = progress.Done;
            voter.Total = progress.Total ?? voter.Total;
            voter.Note = SafeText.Line(progress.Note, 120);
        }
        else
        {
            _stages[stage].Note = SafeText.Line(progress.Note, 200);
        }
    }

    private void Apply(RecordedEvent recorded)
    {
        var isPause = recorded.Event is Resumed or Admitted or Approved { By: not ByConfidence } or Rejected or CancelRequested;
        Worked += State.Sequence == 0 || isPause || recorded.At < _lastAt ? TimeSpan.Zero : recorded.At - _lastAt;
        _lastAt = recorded.At;
        var stop = recorded.Event is Closed;
        if (recorded.Event is Planned planned)
        {
            EnterRound(planned.Round);
        }

        State = State.Apply(recorded);
        switch (recorded.Event)
        {
            case Triaged triaged:
                _voters.AddRange(triaged.Voters.Select(name => new VoterView(name)));
                break;
            case StepStarted started:
                Start(started.Step);
                break;
            case StepFailed failed:
                Fail(failed);
                break;
            case Coded coded when _voters.Find(v => v.Name == coded.Voter) is { } voter:
                (voter.Report, voter.Tested, voter.State) = (coded.Search, coded.Search.Tested, StageState.Done);
                break;
            case Duplicated duplicated:
                DuplicateOf = duplicated.Of;
                break;
            case Rejected rejected:
                _stages[Stage.Approve].Fail(EventSentence.Of(rejected, this), Worked);
                break;
        }

        if (StageOfResult(recorded.Event) is { } stage)
        {
            // What was found stays in sight when a test comes later.
            var view = _stages[stage];
            var sentence = EventSentence.Of(recorded.Event, this);
            view.Finish(
                recorded.Event switch
                {
                    TestWritten when view.Summary.Length > 0 => view.Summary,
                    Observed or TestsChecked when State.Round is { } round => PanelSigns.Apart(round, sentence),
                    _ => sentence,
                },
                Worked);
        }

        foreach (var halted in _stages.Values.Where(_ => stop || recorded.Event is Resumed))
        {
            halted.Halt(Worked);
        }
    }

    private static Stage? StageOfResult(RepairEvent happened) => happened switch
    {
        Prepared => Stage.Prepare,
        Reproduced => Stage.Reproduce,
        Localised => Stage.Localise,
        LessonsRecalled => Stage.Recall,
        Planned => Stage.Plan,
        Coded => Stage.Code,
        Reviewed => Stage.Review,
        Observed or TestsChecked => Stage.Observe,
        TestWritten => Stage.Code,
        Selected => Stage.Vote,
        Tested => Stage.Test,
        Voted => Stage.Vote,
        Approved => Stage.Approve,
        Deployed => Stage.Deploy,
        _ => null,
    };

    private void Start(string step)
    {
        if (Stages.Of(step) is not { } stage)
        {
            return;
        }

        if (stage == Stage.Plan && _stages[Stage.Plan] is { State: StageState.Done } plan && !plan.Knows(step))
        {
            EnterRound(Round + 1);
        }

        _stages[stage].Start(step, Worked);
        if (stage == Stage.Code && VoterOf(step) is { } voter)
        {
            voter.State = StageState.Running;

            // The plan's limit is that of the engines.
            voter.Total ??= VoterNames.IsChat(voter.Name) || voter.Name == VoterNames.Fusion ? null : State.Round?.Plan.Scope.MaxCandidates;
        }
    }

    private void Fail(StepFailed failed)
    {
        if (Stages.Of(failed.Step) is not { } stage)
        {
            return;
        }

        var reason = EventSentence.Of(failed, this);
        if (!IsDecisive(failed.Step))
        {
            _stages[stage].Note = reason;
        }
        else if (stage == Stage.Code && VoterOf(failed.Step) is { } voter)
        {
            (voter.State, voter.Note) = (State.Steps[failed.Step].IsSetAside ? StageState.Failed : StageState.Waiting, reason);
        }
        else if (State.Steps[failed.Step].IsSetAside)
        {
            _stages[stage].Fail(reason, Worked);
        }
        else
        {
            _stages[stage].Note = reason;
        }
    }

    // A test writer or a selector that fails abstains; its stage goes on.
    private static bool IsDecisive(string step) =>
        !step.StartsWith("write-", StringComparison.Ordinal) && !step.StartsWith("check-", StringComparison.Ordinal) && !step.StartsWith("select-", StringComparison.Ordinal);

    private void EnterRound(int round)
    {
        if (round <= Round)
        {
            return;
        }

        _earlierRounds.Add(EventSentence.OfRound(Round, this));
        Round = round;
        foreach (var stage in _stages.Values.Where(s => Stages.IsInRound(s.Stage)))
        {
            stage.Reset();
        }

        _voters.ForEach(voter => voter.Reset());
    }

    /// <summary>The voter of a coding step's id, <c>code-{round}-{voter}</c>.</summary>
    public VoterView? VoterOf(string step) => step.Split('-', 3) is ["code", _, var name] ? _voters.Find(v => v.Name == name) : null;
}
