using SelfHealing.Incidents;
using SelfHealing.Repair.Supervision;
using SelfHealing.Repairs;

namespace SelfHealing.Repair.Tests.Supervision;

public sealed class HistoryExactnessTests
{
    private static readonly Submitted Submission = new(new IncidentReport { Repository = "r", TestCommand = "t" });
    private static readonly Deployed Deployment = new(new Deployment("selfheal/x", "c", "origin", null));

    [Fact]
    public void A_history_with_repeated_attempts_and_single_results_is_sound() =>
        HistoryExactness.Faults(History(
            Submission, new Admitted(), new StepStarted("triage", 1), new StepStarted("triage", 2), new Triaged(["a"]),
            new Closed(IncidentStatus.Faulted, "x"), new Resumed(TimeSpan.FromMinutes(1)), new Admitted(), Deployment, new Closed(IncidentStatus.Resolved, "y"))).ShouldBeEmpty();

    [Fact]
    public void A_second_deployment_is_a_fault() =>
        HistoryExactness.Faults(History(Submission, Deployment, Deployment)).ShouldHaveSingleItem().ShouldContain("'deployment' twice");

    [Fact]
    public void A_second_end_is_a_fault() =>
        HistoryExactness.Faults(History(Submission, new Closed(IncidentStatus.GaveUp, "x"), new Closed(IncidentStatus.GaveUp, "x")))
            .ShouldHaveSingleItem().ShouldContain("'close' twice");

    [Fact]
    public void A_gap_is_a_fault() =>
        HistoryExactness.Faults([.. History(Submission, new Admitted(), new Triaged([])).Where(e => e.Sequence != 2)])
            .ShouldHaveSingleItem().ShouldContain("Event 2 of inc-1 is missing");

    private static RecordedEvent[] History(params RepairEvent[] events) =>
        [.. events.Select((e, i) => new RecordedEvent("inc-1", i + 1, DateTimeOffset.UnixEpoch, e))];
}
