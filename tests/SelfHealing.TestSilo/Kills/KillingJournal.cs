using SelfHealing.Incidents;
using SelfHealing.Repair.Incidents;
using SelfHealing.Storage;

namespace SelfHealing.TestSilo.Kills;

/// <summary>The journal of a silo that dies where it is told to: everything that a step does lies between two of its appends.</summary>
internal sealed class KillingJournal(IEventJournal journal, KillOrders orders) : IEventJournal
{
    public async Task<IReadOnlyList<RecordedEvent>> AppendAsync(string incident, long expected, IReadOnlyList<RepairEvent> events, CancellationToken cancellationToken)
    {
        List<string> started = [.. events.OfType<StepStarted>().Select(e => e.Step)];
        List<string> ended = [.. events.Where(e => e is not StepFailed).SelectMany(StepsEndedBy)];
        orders.Obey(ended, KillPoints.AfterEffect);
        orders.Obey(started, KillPoints.BeforeIntent);
        var recorded = await journal.AppendAsync(incident, expected, events, cancellationToken);
        orders.Obey(ended, KillPoints.AfterResult);
        orders.Obey(started, KillPoints.AfterIntent);
        return recorded;
    }

    public IAsyncEnumerable<RecordedEvent> ReadAsync(string incident, long after, CancellationToken cancellationToken) => journal.ReadAsync(incident, after, cancellationToken);

    public Task<IReadOnlyList<string>> ListAsync(bool open, int limit, CancellationToken cancellationToken) => journal.ListAsync(open, limit, cancellationToken);

    // What is no step of the workflow has a name too.
    private static IEnumerable<string> StepsEndedBy(RepairEvent e) => e switch
    {
        Submitted => ["submit"],
        Admitted => ["admit"],
        ModelCalled { Call.Id: var call } => [$"call-{call}"],
        _ => IncidentState.StepEndedBy(e) is { } step ? [step] : [],
    };
}
