using SelfHealing.Incidents;

namespace SelfHealing.Repair.Incidents;

/// <summary>What is written at once: results, what follows from them without asking anybody, and the intents of what they make possible.</summary>
/// <remarks>
/// One append instead of three. Nothing is used before it is durable: the steps that are started here start once all of it is written.
/// Pure: the same history and results give the same turn.
/// </remarks>
/// <param name="Events">What is written, in order.</param>
/// <param name="Started">The steps whose intents are among the events.</param>
/// <param name="Sequence">Number of the last event that it knows, its own among them.</param>
/// <param name="IsEnding">True when the incident is to end, and what still runs has to be stopped first.</param>
public sealed record IncidentTurn(IReadOnlyList<RepairEvent> Events, IReadOnlyList<Step> Started, long Sequence, bool IsEnding)
{
    /// <summary>The turn after some results.</summary>
    /// <param name="incident">The incident before it.</param>
    /// <param name="results">What came, in order.</param>
    /// <param name="running">Ids of the steps that run, without those whose results came.</param>
    /// <param name="atOnce">Does a step that needs to ask nobody; null for every other.</param>
    /// <param name="silo">Name of the silo that starts steps.</param>
    /// <param name="now">The time, for steps that are started and ended.</param>
    public static IncidentTurn After(
        IncidentState incident, IReadOnlyList<RepairEvent> results, IReadOnlyCollection<string> running, Func<Step, IncidentState, RepairEvent?> atOnce,
        string silo, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(incident);
        ArgumentNullException.ThrowIfNull(results);
        ArgumentNullException.ThrowIfNull(atOnce);
        var (state, told) = (incident, new List<RepairEvent>());
        foreach (var result in results)
        {
            Tell(result);
        }

        while (true)
        {
            var runnable = IncidentWorkflow.Runnable(state);
            if (runnable.OfType<Decision>().Select(d => d.Event).ToList() is { Count: > 0 } decided)
            {
                if (running.Count > 0 && decided.OfType<Closed>().Any())
                {
                    return new IncidentTurn(told, [], state.Sequence, IsEnding: true);
                }

                decided.ForEach(Tell);
                continue;
            }

            var fresh = runnable.Where(s => !running.Contains(s.Id)).ToList();
            if (fresh.Select(s => atOnce(s, state)).OfType<RepairEvent>().ToList() is { Count: > 0 } done)
            {
                done.ForEach(Tell);
                continue;
            }

            foreach (var step in fresh.Where(s => !IsIntended(s)))
            {
                Tell(new StepStarted(step.Id, state.AttemptsOf(step.Id) + 1) { Silo = silo });
            }

            return new IncidentTurn(told, fresh, state.Sequence, IsEnding: false);
        }

        // An append that seemed to fail had written the intent, and nobody began with it.
        bool IsIntended(Step step) => state.Steps.TryGetValue(step.Id, out var known) && known.EndedAt is null;

        void Tell(RepairEvent happened)
        {
            told.Add(happened);
            state = state.Apply(new RecordedEvent(incident.Id, state.Sequence + 1, now, happened));
        }
    }
}
