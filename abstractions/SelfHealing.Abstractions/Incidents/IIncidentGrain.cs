using Orleans.Concurrency;
using SelfHealing.Models;

namespace SelfHealing.Incidents;

/// <summary>One incident, keyed by its id. The only writer of its events.</summary>
[Alias("IIncidentGrain")]
public interface IIncidentGrain : IGrainWithStringKey
{
    /// <summary>Accepts the report and starts the repair. Submitting the same report again changes nothing.</summary>
    /// <exception cref="IncidentException">The incident has another report, or this one cannot be worked on.</exception>
    /// <exception cref="Admission.QueueFullException">There is no room for it; nothing was recorded.</exception>
    Task SubmitAsync(IncidentReport report, CancellationToken cancellationToken);

    /// <summary>Lets an incident start whose turn has come, or go on whose silo died. Doing it again changes nothing.</summary>
    /// <returns>True while there is work to do; false when it is unknown, has ended, or waits for a person.</returns>
    Task<bool> AdmitAsync(CancellationToken cancellationToken);

    /// <summary>True when it is recorded and has not ended: others may be told that it repairs their trouble.</summary>
    Task<bool> IsOpenAsync();

    /// <summary>The history recorded after <paramref name="after"/> (0 for all), then live signals until the incident ends or waits for a person, and last an <see cref="AtRestSignal"/>.</summary>
    /// <exception cref="IncidentException">There is no such incident.</exception>
    [AlwaysInterleave]
    IAsyncEnumerable<IncidentSignal> WatchAsync(long after, CancellationToken cancellationToken);

    /// <summary>Goes on with an interrupted or faulted incident. Finished steps are not repeated.</summary>
    /// <param name="budget">A fresh wall-clock budget; null for that of the report.</param>
    /// <param name="cancellationToken">Cancels the call, not the incident.</param>
    [AlwaysInterleave]
    Task ResumeAsync(TimeSpan? budget, CancellationToken cancellationToken);

    /// <summary>Approves the waiting winner. Approving twice deploys once.</summary>
    [AlwaysInterleave]
    Task ApproveAsync(string by, string? comment, CancellationToken cancellationToken);

    /// <summary>Refuses the waiting winner.</summary>
    [AlwaysInterleave]
    Task RejectAsync(string by, string? comment, CancellationToken cancellationToken);

    /// <summary>Stops the incident for good.</summary>
    [AlwaysInterleave]
    Task CancelAsync(string by, CancellationToken cancellationToken);

    /// <summary>What the incident knows of a call and allows it.</summary>
    /// <param name="call">The call's id within the incident.</param>
    /// <param name="digest">Digest of what is asked.</param>
    [AlwaysInterleave]
    Task<CallTerms> GetCallTermsAsync(string call, string digest);

    /// <summary>Records a model call, told by the agent that made it. Recording the same call again changes nothing.</summary>
    [AlwaysInterleave]
    Task RecordCallAsync(ModelCall call);

    /// <summary>Progress of a running step, told by the agent that runs it.</summary>
    [AlwaysInterleave, OneWay]
    Task ReportProgressAsync(ProgressSignal progress);
}
