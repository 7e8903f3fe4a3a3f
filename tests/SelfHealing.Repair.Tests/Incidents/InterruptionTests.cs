using SelfHealing.Incidents;
using SelfHealing.Repair.Incidents;

namespace SelfHealing.Repair.Tests.Incidents;

/// <summary>What becomes of steps that a silo leaves unfinished.</summary>
public sealed class InterruptionTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_step_that_ends_its_process_three_times_is_set_aside_and_the_incident_says_so_and_what_to_do()
    {
        var incident = Submitted();
        for (var attempt = 1; attempt <= 3; attempt++)
        {
            incident = Turn(incident, $"silo-{attempt}", IncidentRules.Interrupted(incident));
            incident.AttemptsOf("prepare").ShouldBe(attempt);
        }

        incident = Turn(incident, "silo-4", IncidentRules.Interrupted(incident));

        incident.Status.ShouldBe(IncidentStatus.Faulted);
        incident.End!.Reason.ShouldBe(
            "The step prepare was set aside: 3 attempts ended with their process. The silo silo-3 was the last. It may be the step that ends them: "
            + "look at that machine's memory, disk and logs, then go on with `selfheal resume inc-test`.");
        IncidentRules.CanResume(incident).ShouldBeTrue();
    }

    [Fact]
    public void A_silo_that_stops_in_good_order_takes_no_attempt_however_often()
    {
        var incident = Submitted();
        for (var stop = 0; stop < 10; stop++)
        {
            incident = Turn(incident, "silo-1", IncidentRules.Interrupted(incident));
            incident.AttemptsOf("prepare").ShouldBe(1);
            incident = Apply(incident, new HandedOver("silo-1"));
        }

        incident.AttemptsOf("prepare").ShouldBe(0);
        IncidentWorkflow.Runnable(incident).ShouldHaveSingleItem().ShouldBeOfType<Prepare>();
    }

    [Fact]
    public void Results_decisions_and_intents_are_one_turn()
    {
        var incident = Turn(Submitted(), "silo-1", []);

        incident.Voters.ShouldNotBeNull();
        incident.Steps["prepare"].EndedAt.ShouldBeNull();
    }

    [Fact]
    public void A_queued_incident_does_nothing_and_an_old_history_without_a_queue_goes_on()
    {
        var queued = Apply(IncidentState.Unknown, new Submitted(Report));
        queued.Status.ShouldBe(IncidentStatus.Queued);
        IncidentWorkflow.Runnable(queued).ShouldBeEmpty();

        var old = Apply(queued, new Triaged(["mutation"]));
        old.Status.ShouldBe(IncidentStatus.Running);
        IncidentWorkflow.Runnable(old).ShouldNotBeEmpty();
        old.Deadline.ShouldBe(Start.AddSeconds(1) + Report.Budget);
    }

    private static IncidentReport Report { get; } = new() { Repository = "repo", TestCommand = "pytest" };

    private static IncidentState Submitted() => Apply(Apply(IncidentState.Unknown, new Submitted(Report)), new Admitted());

    private static IncidentState Turn(IncidentState incident, string silo, IReadOnlyList<RepairEvent> results) => IncidentTurn
        .After(incident, results, [], (step, _) => step is Triage ? new Triaged(["mutation"]) : null, silo, Start)
        .Events.Aggregate(incident, Apply);

    private static IncidentState Apply(IncidentState incident, RepairEvent happened) =>
        incident.Apply(new RecordedEvent("inc-test", incident.Sequence + 1, Start.AddSeconds(incident.Sequence + 1), happened));
}
