using SelfHealing.Admission;
using SelfHealing.Incidents;
using SelfHealing.Repair.Admission;
using SelfHealing.Repair.Incidents;
using SelfHealing.Storage;

namespace SelfHealing.Grains.Incidents;

/// <summary>How an incident comes to its turn, and gives its place back.</summary>
internal sealed class IncidentEntrance(IGrainFactory grains, IncidentRecord record, TimeProvider time)
{
    // Each ends with another incident that repairs the same trouble and ended meanwhile.
    private const int OfferAttempts = 5;
    private const int TellAttempts = 3;

    private IAdmissionGrain Admission => grains.GetGrain<IAdmissionGrain>(IAdmissionGrain.Key);

    /// <summary>Records an incident as admitted, queued, or the same trouble as another one. Nothing is recorded when there is no room.</summary>
    /// <returns>False when it was known before, which is found out here and changes nothing.</returns>
    /// <param name="id">The incident.</param>
    /// <param name="report">What was submitted.</param>
    /// <param name="follow">What is written for some events: they, and what follows from them at once.</param>
    /// <param name="cancellationToken">Cancels the call to the queue, not what is written.</param>
    /// <exception cref="QueueFullException">There is no room.</exception>
    public async Task<bool> EnterAsync(string id, IncidentReport report, Func<IReadOnlyList<RepairEvent>, IReadOnlyList<RepairEvent>> follow, CancellationToken cancellationToken)
    {
        var answer = await OfferAsync(id, report, cancellationToken);
        if (answer is Refused refused)
        {
            await record.ReadAsync(cancellationToken);
            return record.State.Report is not null ? false : throw new QueueFullException(refused.Reason, refused.RetryAfter);
        }

        try
        {
            await record.BeginAsync(() => (RepairEvent[])[.. Submission(report), .. Standing(answer)] is { Length: > 0 } events ? follow(events) : []);
            return true;
        }
        catch (JournalConflictException)
        {
            await record.ReadAsync(CancellationToken.None);
            if (IncidentRules.IsAtRest(record.State))
            {
                await LeaveAsync();
            }

            return false;
        }
        catch
        {
            Admission.ReleaseAsync(id, hasEnded: true).Ignore();
            throw;
        }
    }

    /// <summary>Takes a place again: somebody resumed it or decided on it.</summary>
    public Task ReturnAsync() => TellAsync(() =>
        Admission.OfferAsync(IncidentEntries.Of(record.State.Id, record.State.Report!, time.GetUtcNow(), isAdmitted: true), CancellationToken.None));

    /// <summary>Gives the place back.</summary>
    public Task LeaveAsync() => TellAsync(() => Admission.ReleaseAsync(record.State.Id, record.State.End is not null));

    /// <summary>Asks for the incident to be touched, wherever it is activated next.</summary>
    public void HandOver() => Admission.HandOverAsync(record.State.Id).Ignore();

    // What is recorded counts: a call that is lost, with the silo of the queue for instance, is made good when the queue is read again.
    private async Task TellAsync(Func<Task> call)
    {
        for (var attempt = 1; attempt <= TellAttempts; attempt++)
        {
            try
            {
                await call();
                return;
            }
            catch (Exception e) when (e is TimeoutException or OrleansException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(200 * attempt), time);
            }
        }
    }

    private async Task<AdmissionAnswer> OfferAsync(string id, IncidentReport report, CancellationToken cancellationToken)
    {
        var entry = IncidentEntries.Of(id, report, time.GetUtcNow(), isAdmitted: false);
        for (var attempt = 1; ; attempt++)
        {
            var answer = await Admission.OfferAsync(entry, cancellationToken);
            if (answer is not AlreadyReported { Of: var other } || attempt == OfferAttempts || await grains.GetGrain<IIncidentGrain>(other).IsOpenAsync())
            {
                return answer;
            }

            await Admission.ReleaseAsync(other, hasEnded: true);
        }
    }

    private IEnumerable<RepairEvent> Submission(IncidentReport report) => record.State.Report is null ? [new Submitted(report)] : [];

    private IEnumerable<RepairEvent> Standing(AdmissionAnswer answer) => answer switch
    {
        _ when !record.State.IsQueued && record.State.Report is not null => [],
        AdmittedAtOnce => [new Admitted()],
        AlreadyReported same => [new Duplicated(same.Of), new Closed(IncidentStatus.Duplicate, IncidentRules.SameTrouble(same.Of))],
        _ => [],
    };
}
