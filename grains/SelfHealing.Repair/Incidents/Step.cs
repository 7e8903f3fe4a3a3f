using SelfHealing.Agents;
using SelfHealing.Ensemble;
using SelfHealing.Incidents;
using SelfHealing.Repairs;

namespace SelfHealing.Repair.Incidents;

/// <summary>One step of an incident. Its id is the same in every attempt and keys every side effect.</summary>
/// <param name="Id">Unique within the incident, for instance <c>code-1-mutation</c>.</param>
/// <param name="Stage">The stage it belongs to, as people see it.</param>
public abstract record Step(string Id, Stage Stage)
{
    /// <summary>True when to do it again costs nothing: while others run, its result waits to be written with the next.</summary>
    public virtual bool IsLookup => false;
}

/// <summary>The stages of an incident, in the order people read them.</summary>
public enum Stage
{
    /// <summary>Clean the report and choose the voters.</summary>
    Triage,

    /// <summary>Clone the revision and make its image.</summary>
    Prepare,

    /// <summary>Run the unchanged revision.</summary>
    Reproduce,

    /// <summary>Find the suspicious lines and the edits possible there.</summary>
    Localise,

    /// <summary>Ask memory.</summary>
    Recall,

    /// <summary>Plan a round.</summary>
    Plan,

    /// <summary>Search for patches.</summary>
    Code,

    /// <summary>Review the candidates.</summary>
    Review,

    /// <summary>See what the candidates do on generated inputs.</summary>
    Observe,

    /// <summary>Prove the leader on a clean checkout.</summary>
    Test,

    /// <summary>Decide.</summary>
    Vote,

    /// <summary>Wait for, or give, approval.</summary>
    Approve,

    /// <summary>Push the winner.</summary>
    Deploy,

    /// <summary>Remember what worked.</summary>
    Learn,

    /// <summary>End the incident.</summary>
    Close,
}

/// <summary>A step that needs nothing but the state: its event is written at once, without an attempt.</summary>
/// <param name="Event">What is written.</param>
public abstract record Decision(string Id, Stage Stage, RepairEvent Event) : Step(Id, Stage);

/// <summary>Choose the voters.</summary>
public sealed record Triage() : Step("triage", Stage.Triage);

/// <summary>Clone the revision and make its image.</summary>
public sealed record Prepare() : Step("prepare", Stage.Prepare);

/// <summary>Run the unchanged revision.</summary>
public sealed record Reproduce() : Step("reproduce", Stage.Reproduce);

/// <summary>Rank the lines and enumerate the edits.</summary>
public sealed record Localise() : Step("localise", Stage.Localise);

/// <summary>Ask memory for lessons and the voters' records.</summary>
public sealed record Recall() : Step("recall", Stage.Recall)
{
    /// <inheritdoc/>
    public override bool IsLookup => true;
}

/// <summary>Plan one round.</summary>
public sealed record MakePlan(int Round) : Step($"plan-{Round}", Stage.Plan);

/// <summary>Let one voter search one round.</summary>
public sealed record Code(int Round, string Voter) : Step($"code-{Round}-{Voter}", Stage.Code);

/// <summary>Review one candidate.</summary>
public sealed record ReviewCandidate(Candidate Candidate) : Step($"review-{Candidate.Id}", Stage.Review);

/// <summary>Group the candidates of a round by behaviour.</summary>
public sealed record Observe(int Round, IReadOnlyList<Candidate> Candidates) : Step($"observe-{Round}", Stage.Observe);

/// <summary>Let one model write a reproduction test, beside the searches.</summary>
public sealed record WriteTest(string Model) : Step($"write-test-{Model}", Stage.Code);

/// <summary>Run the accepted reproduction tests on the round's programs, one candidate for each; on the leader alone while others still search.</summary>
public sealed record CheckTests(int Round, bool IsEarly, IReadOnlyList<ReproductionTest> Tests, IReadOnlyList<Candidate> Candidates)
    : Step($"check-tests-{Round}{(IsEarly ? "-early" : "")}", Stage.Observe);

/// <summary>Let one model choose between behaviours, one candidate for each, the likeliest first.</summary>
public sealed record Select(int Round, string Model, IReadOnlyList<Candidate> Candidates) : Step($"select-{Round}-{Model}", Stage.Vote);

/// <summary>Stop a search whose outcome cannot change the round's any more.</summary>
public sealed record StopSearch(int Round, string Voter)
    : Decision($"code-{Round}-{Voter}", Stage.Code, new Coded(Round, Voter, new SearchReport(0, 0, 0, [], [], Why)))
{
    /// <summary>What the voter's abstention says.</summary>
    public const string Why = "stopped, as the outcome could not change";
}

/// <summary>Stop a test writer: a winner was found, and there was nothing that its test could tell apart.</summary>
public sealed record StopWriting(string Model)
    : Decision($"write-test-{Model}", Stage.Code, new TestWritten(Model, new WrittenTest(null, FailsOnBase: false, Why)))
{
    /// <summary>What the writer's abstention says.</summary>
    public const string Why = "stopped, as there was nothing to tell apart";
}

/// <summary>Stop a selector: the others have chosen.</summary>
public sealed record StopSelecting(int Round, string Model)
    : Decision($"select-{Round}-{Model}", Stage.Vote, new Selected(Round, Model, Candidate: null, Why))
{
    /// <summary>What the selector's abstention says.</summary>
    public const string Why = "stopped, as a majority had chosen";
}

/// <summary>Prove the leading candidate on a clean checkout.</summary>
public sealed record TestCandidate(Candidate Candidate) : Step($"test-{Candidate.Id}", Stage.Test);

/// <summary>Write down the ensemble's decision.</summary>
public sealed record RecordVote(int Round, Vote Vote) : Decision($"vote-{Round}", Stage.Vote, new Voted(Round, Vote));

/// <summary>Approve the winner because its confidence reached the threshold.</summary>
public sealed record ApproveByConfidence() : Decision("approve", Stage.Approve, new Approved("confidence", Comment: null));

/// <summary>Push the winner.</summary>
public sealed record Deploy(Candidate Winner) : Step("deploy", Stage.Deploy);

/// <summary>Keep the lesson.</summary>
public sealed record Learn(Candidate Winner) : Step("learn", Stage.Learn);

/// <summary>End the incident.</summary>
public sealed record Close(IncidentStatus Status, string Reason) : Decision("close", Stage.Close, new Closed(Status, Reason));
