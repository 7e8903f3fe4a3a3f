using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using SelfHealing.Incidents;
using SelfHealing.Repair.Incidents;

namespace SelfHealing.Repair.Tests.Incidents;

public sealed class IncidentWorkflowTests
{
    [Fact]
    public void Any_history_cut_after_any_append_and_resumed_ends_as_the_whole_did() =>
        Prop.ForAll(Gen.Choose(1, 100_000).ToArbitrary(), Gen.Choose(0, 1000).ToArbitrary(), (seed, cut) =>
        {
            var whole = SimulatedIncident.Live(seed);
            var resumed = SimulatedIncident.Restore(seed, whole.History.Take(whole.Appends[cut % whole.Appends.Count]));
            var isStopped = whole.History.Any(IsStop) || resumed.History.Any(IsStop);
            var isFaulted = whole.State.Status == IncidentStatus.Faulted || resumed.State.Status == IncidentStatus.Faulted;
            var isAlike = isStopped ? isFaulted || Ending(resumed) == Ending(whole) : Ending(resumed) == Ending(whole) && Ballots(resumed) == Ballots(whole);
            return isAlike.Label($"{Ending(whole)} {Ballots(whole)}\n{Ending(resumed)} {Ballots(resumed)}");
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1500));

    [Fact]
    public void A_finished_step_is_never_started_again() =>
        Prop.ForAll(Gen.Choose(1, 100_000).ToArbitrary(), Gen.Choose(0, 1000).ToArbitrary(), (seed, cut) =>
        {
            var whole = SimulatedIncident.Live(seed);
            var resumed = SimulatedIncident.Restore(seed, whole.History.Take(1 + cut % whole.History.Count));
            return StartedAfterItsEnd(resumed.History) == null;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(400));

    [Fact]
    public void Every_incident_comes_to_rest_with_a_sentence() =>
        Prop.ForAll(Gen.Choose(1, 100_000).ToArbitrary(), seed =>
        {
            var state = SimulatedIncident.Live(seed).State;
            return state.IsWaitingForPerson || state.End is { Reason.Length: > 10 };
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(400));

    [Fact]
    public void Applying_an_event_twice_changes_nothing() =>
        Prop.ForAll(Gen.Choose(1, 100_000).ToArbitrary(), seed =>
        {
            var history = SimulatedIncident.Live(seed).History;
            var once = IncidentState.Fold(history);
            return ReferenceEquals(once, history.Aggregate(once, (state, e) => state.Apply(e)));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(400));

    [Fact]
    public void Searches_are_stopped_in_some_of_the_drawn_incidents_and_their_history_says_why()
    {
        var stopped = Enumerable.Range(1, 1000).Select(seed => SimulatedIncident.Live(seed)).Where(i => i.History.Any(IsStop)).ToList();
        stopped.Count.ShouldBeGreaterThan(5);
        stopped.ShouldAllBe(i => i.State.Winner != null);
    }

    private static bool IsStop(RecordedEvent recorded) => recorded.Event is Coded { Search.Abstained: StopSearch.Why };

    // Not the words of a failure: they name the attempt that failed last, and an interruption is one more. Which searches are stopped
    // depends on the order in which they finish, and with them the ballots and which of equal candidates is proven; the program
    // that wins does not. What a stopped search never proposed cannot fail in review either.
    private static string Ending(SimulatedIncident incident) => JsonSerializer.Serialize(new
    {
        incident.State.Status,
        Winner = incident.State.Winner?.NormalForm,
        incident.State.Deployment,
    });

    private static string Ballots(SimulatedIncident incident) => JsonSerializer.Serialize(new
    {
        incident.State.Round?.Vote?.Confidence,
        Ballots = incident.State.Round?.Vote?.Ballots.Select(b => (b.Voter, b.Candidate, b.Weight).ToString()),
    });

    private static string? StartedAfterItsEnd(IReadOnlyList<RecordedEvent> history)
    {
        var done = new HashSet<string>(StringComparer.Ordinal);
        var state = IncidentState.Unknown;
        foreach (var recorded in history)
        {
            if (recorded.Event is StepStarted started && done.Contains(started.Step))
            {
                return started.Step;
            }

            state = state.Apply(recorded);
            done.UnionWith(state.Steps.Where(s => s.Value is { EndedAt: not null, Failure: null }).Select(s => s.Key));
        }

        return null;
    }
}
