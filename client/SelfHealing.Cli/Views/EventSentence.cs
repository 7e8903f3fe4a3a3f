using SelfHealing.Cli.Calls;
using SelfHealing.Cli.Terminals;
using SelfHealing.Incidents;
using SelfHealing.Models;
using SelfHealing.Repair.Incidents;
using SelfHealing.Repairs;
using SelfHealing.Toolchains;
using static SelfHealing.Cli.Terminals.Figures;

namespace SelfHealing.Cli.Views;

/// <summary>One line about what happened, for the rail, the plain output and the timeline.</summary>
internal static class EventSentence
{
    /// <summary>The line of an event; <paramref name="incident"/> already knows it.</summary>
    public static string Of(RepairEvent happened, IncidentView incident) => SafeText.Line(happened switch
    {
        Submitted { Report: var report } => $"{report.Repository} at {report.Revision}, tested by: {report.TestCommand}",
        Triaged triaged => Of(triaged),
        StepStarted { Attempt: > 1 } started => $"attempt {started.Attempt}",
        StepStarted started => Of(started, incident),
        StepFailed failed => Of(failed, incident),
        Prepared { Workspace: var workspace } => $"revision {Short(workspace.Commit)} in image {workspace.Image}",
        Reproduced reproduced => Of(reproduced),
        Localised localised => Of(localised),
        LessonsRecalled recalled => Of(recalled),
        Planned planned => planned.Plan.RootCause,
        Coded coded => Of(coded, incident),
        Reviewed => Reviews(incident),
        Observed observed => Of(observed.Behaviour),
        TestWritten written => written.Written.Abstained is { } why
            ? $"{written.Model} wrote no reproduction test: {why}"
            : $"{written.Model} wrote a reproduction test that fails without a patch{Judged(written.Written.Test?.Review)}",
        TestsChecked tests => Of(tests.Signals),
        Selected { Candidate: { } chosen } selected => $"{selected.Model} chose {chosen}",
        Selected selected => $"{selected.Model} chose none: {selected.Abstained}",
        Tested tested => Of(tested.Report),
        Voted voted => Of(voted, incident),
        Approved { By: "confidence" } => $"by confidence: {Probability(incident.Vote?.Confidence ?? 0)} reaches {Probability(incident.Report?.AutoApproveAt ?? 0)}",
        Approved approved => approved.Comment is null ? $"by {approved.By}" : $"by {approved.By}: {approved.Comment}",
        Rejected rejected => rejected.Comment is null ? $"refused by {rejected.By}" : $"refused by {rejected.By}: {rejected.Comment}",
        Deployed { Deployment: var deployment } => Of(deployment),
        LessonLearned learned => $"kept for next time: {string.Join(", ", learned.Lesson.Operators)} for {learned.Lesson.Fingerprint.Summary}",
        Resumed resumed => $"goes on with a budget of {Duration(resumed.Budget)}",
        ModelCalled { Call: var call } => Of(call),
        CancelRequested cancel => $"cancelled by {cancel.By}",
        Admitted => "its turn came",
        Duplicated duplicated => $"{duplicated.Of} repairs the same trouble",
        HandedOver handedOver => $"{handedOver.Silo} stopped in good order and handed it over",
        Closed closed => closed.Reason,
        _ => happened.GetType().Name,
    });

    /// <summary>What the plain output and the timeline put before the line.</summary>
    public static string Heading(RepairEvent happened) => happened switch
    {
        StepStarted started => Stages.NameOf(started.Step),
        StepFailed failed => Stages.NameOf(failed.Step),
        Prepared => nameof(Stage.Prepare),
        Reproduced => nameof(Stage.Reproduce),
        Localised => nameof(Stage.Localise),
        LessonsRecalled => "Memory",
        LessonLearned => "Memory",
        Planned => nameof(Stage.Plan),
        Coded => nameof(Stage.Code),
        Reviewed => nameof(Stage.Review),
        Observed or TestsChecked => nameof(Stage.Observe),
        TestWritten => nameof(Stage.Code),
        Selected => nameof(Stage.Vote),
        Tested => nameof(Stage.Test),
        Voted => nameof(Stage.Vote),
        Approved or Rejected => nameof(Stage.Approve),
        Deployed => nameof(Stage.Deploy),
        ModelCalled => "Model",
        CancelRequested => "Cancel",
        Admitted or Duplicated => "Queue",
        HandedOver => "Silo",
        _ => happened.GetType().Name,
    };

    /// <summary>What came of a round that did not end the incident.</summary>
    public static string OfRound(int round, IncidentView incident)
    {
        var tested = incident.Voters.Sum(v => v.Tested);
        var plausible = incident.Voters.Sum(v => (long)(v.Report?.Plausible ?? 0));
        return $"Round {round}: {Count(tested, "candidate")} tested, {Number(plausible)} plausible, no winner";
    }

    private static string Of(ModelCall call) => call switch
    {
        { Fault: { } fault } => $"{call.Model} {FaultWords.Of(fault)} in {call.Id}: {call.Reason}",
        { WasReplayed: true } => $"{call.Model} replayed in {call.Id}",
        _ => $"{call.Model} answered in {call.Id}: {Number(call.InputTokens)} tokens in, {Number(call.OutputTokens)} out, {Money(call.Cost)}, {Duration(call.Latency)}",
    };

    private static string Of(StepFailed failed, IncidentView incident) => incident.State.Steps.TryGetValue(failed.Step, out var step) && step.IsSetAside
        ? failed.Attempt > 1 ? $"given up after {failed.Attempt} attempts: {failed.Reason}" : failed.Reason
        : $"attempt {failed.Attempt} failed, trying again: {failed.Reason}";

    private static string Of(StepStarted started, IncidentView incident) => started.Step.Split('-', 3) switch
    {
        ["code", ..] when incident.VoterOf(started.Step) is { } voter => $"{voter.Name} searches",
        ["write", "test", var writer] => $"{writer} writes a reproduction test",
        ["check", ..] => "the reproduction tests run",
        ["select", _, var selector] => $"{selector} is asked to choose",
        _ => "started",
    };

    private static string Of(Triaged triaged)
    {
        var writers = triaged.TestWriters.Count > 0 ? $"; tests written by {string.Join(", ", triaged.TestWriters)}" : "";
        var selectors = triaged.Selectors.Count > 0 ? $"; chosen between by {string.Join(", ", triaged.Selectors)}" : "";
        return $"{Count(triaged.Voters.Count, "voter")}: {string.Join(", ", triaged.Voters)}{writers}{selectors}";
    }

    private static string Judged(Review? review) => review is null ? "" : $", reviewed at {Probability(review.Score)}";

    private static string Of(IReadOnlyList<TestSignal> signals)
    {
        var (passing, programs) = PanelSigns.Passing(signals);
        return $"{Number(passing)} of {Count(programs, "program")} pass {(signals.Count == 1 ? "the reproduction test" : $"all {signals.Count} reproduction tests")}";
    }

    private static string Of(Reproduced reproduced)
    {
        var (fail, pass) = (reproduced.Baseline.FailToPass.Count, reproduced.Baseline.PassToPass.Count);
        return fail == 0
            ? $"no failing test shows it, {Count(pass, "test")} pass{(pass == 1 ? "es" : "")}: {reproduced.Fingerprint.Summary}"
            : $"{Number(fail)} of {Count(fail + pass, "test")} fail{(fail == 1 && fail + pass > 1 ? "s" : "")}: {reproduced.Fingerprint.Summary}";
    }

    private static string Of(Localised localised) => localised.Suspicions is [var first, ..]
        ? $"{first.Path}:{first.Line}{(first.Function.Length > 0 ? $" in {first.Function}" : "")} is most suspicious{(localised.Edits > 0 ? $"; {Count(localised.Edits, "edit")} to try" : "")}"
        : "no line stands out";

    private static string Of(LessonsRecalled recalled) => recalled.Lessons switch
    {
        [] => "nothing like it was solved before",
        [var first, ..] => $"{Count(recalled.Lessons.Count, "lesson")} of like errors, first tried: {string.Join(", ", first.Operators)} from {first.Incident}",
    };

    private static string Of(Coded coded, IncidentView incident)
    {
        var search = coded.Search;
        var own = search.Abstained is { } why ? $"{coded.Voter} {Silence(why)}" : $"{coded.Voter} tested {Number(search.Tested)}, {Number(search.Plausible)} plausible";
        var finished = incident.Voters.Where(v => v.Report is not null).ToList();
        return finished.Count < incident.Voters.Count || incident.Voters.Count == 0
            ? own
            : $"{Count(finished.Sum(v => v.Tested), "candidate")} tested by {Count(finished.Count, "voter")}, {Number(finished.Sum(v => (long)v.Report!.Plausible))} plausible";
    }

    /// <summary>Why a voter has no candidate: it abstains, or was stopped.</summary>
    public static string Silence(string why) => why == StopSearch.Why ? why : $"abstains: {why}";

    private static string Reviews(IncidentView incident)
    {
        var refused = incident.State.Reviews.Values.Count(r => !r.Allowed);
        var remarks = incident.State.Reviews.Values.Sum(r => r.Findings.Count);
        return $"{Count(incident.State.Reviews.Count, "candidate")} reviewed, {Count(remarks, "remark")}{(refused > 0 ? $", {refused} refused by policy" : "")}";
    }

    private static string Of(BehaviourReport behaviour) => behaviour.Clusters.Count switch
    {
        0 => "nothing to compare",
        1 => $"all candidates behave alike on {Count(behaviour.Inputs, "input")}",
        var clusters => $"{Number(clusters)} different behaviours on {Count(behaviour.Inputs, "input")}",
    };

    private static string Of(TestReport report)
    {
        var (repaired, kept) = (Passing(report.FailToPass), Passing(report.PassToPass));
        return report.Passed
            ? $"proved on a clean checkout: {(report.FailToPass.Count == 0 ? "no failing test showed it" : $"{Count(repaired, "test")} repaired")}, {Number(kept)} still pass"
            : $"not proved: {report.Reason ?? "some test fails"}";
    }

    private static string Of(Voted voted, IncidentView incident)
    {
        if (voted.Vote.Winner is not { } winner)
        {
            return $"no winner: {(voted.Vote.Reasons is [var reason, ..] ? reason : "no patch was good enough")}";
        }

        var by = incident.Winner is { } candidate ? $"the patch of {candidate.Voter}" : winner;
        return $"confidence {Probability(voted.Vote.Confidence)}: {by}, backed by {incident.Backers.Count} of {Count(voted.Vote.Ballots.Count, "voter")}";
    }

    private static string Of(Deployment deployment) => deployment.Remote is { } remote
        ? $"{deployment.Branch} pushed to {remote}"
        : $"{deployment.Branch} stays in the data folder (dry run)";

    private static int Passing(IReadOnlyDictionary<string, TestOutcome> outcomes) => outcomes.Values.Count(o => o == TestOutcome.Passed);

    private static string Short(string commit) => commit.Length > 10 ? commit[..10] : commit;
}
