using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using SelfHealing.Incidents;
using SelfHealing.Repair.Incidents;

namespace SelfHealing.Repair.Tests.Incidents;

public sealed class IncidentWorkflowTests
{
    [Fact]
    public void Any_prefix_of_any_history_folded_and_resumed_ends_as_the_whole_did() =>
        Prop.ForAll(Gen.Choose(1, 100_000).ToArbitrary(), Gen.Choose(0, 1000).ToArbitrary(), (seed, cut) =>
        {
            var whole = SimulatedIncident.Live(seed);
            var prefix = whole.History.Take(1 + cut % whole.History.Count).ToList();
            var resumed = SimulatedIncident.Restore(seed, prefix);
            return (Ending(resumed.State) == Ending(whole.State)).Label($"{Ending(whole.State)}\n{Ending(resumed.State)}");
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(600));

    [Fact]
    public void A_finished_step_is_never_started_again() =>
        Prop.ForAll(Gen.Choose(1, 100_000).ToArbitrary(), Gen.Choose(0, 1000).ToArbitrary(), (seed, cut) =>
        {
            var whole = SimulatedIncident.Live(seed);
            var resumed = SimulatedIncident.Restore(seed, whole.History.Take(1 + cut % whole.History.Count));
            return StartedAfterItsEnd(resumed.History) == null;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(600));

    [Fact]
    public void Every_incident_comes_to_rest_with_a_sentence() =>
        Prop.ForAll(Gen.Choose(1, 100_000).ToArbitrary(), seed =>
        {
            var state = SimulatedIncident.Live(seed).State;
            return state.IsWaitingForPerson || state.End is { Reason.Length: > 10 };
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(600));

    [Fact]
    public void Applying_an_event_twice_changes_nothing() =>
        Prop.ForAll(Gen.Choose(1, 100_000).ToArbitrary(), seed =>
        {
            var history = SimulatedIncident.Live(seed).History;
            var once = IncidentState.Fold(history);
            return ReferenceEquals(once, history.Aggregate(once, (state, e) => state.Apply(e)));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(600));

    // Not the words of a failure: they name the attempt that failed last, and an interruption is one more.
    private static string Ending(IncidentState state) => JsonSerializer.Serialize(new
    {
        state.Status,
        Winner = state.Winner?.Id,
        state.Round?.Vote?.Confidence,
        Ballots = state.Round?.Vote?.Ballots.Select(b => (b.Voter, b.Candidate, b.Weight).ToString()),
        state.Deployment,
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
