using SelfHealing.Admission;
using SelfHealing.Incidents;

namespace SelfHealing.Client.Transports;

/// <summary>The way to the incidents: once each, without trying again. What is above it retries, resumes and follows, the same on every way.</summary>
internal interface ITransport
{
    /// <summary>True for a failure that leaves the outcome unknown because a silo, a gateway or the network went away: asking again is right.</summary>
    bool IsLost(Exception failure);

    Task SubmitAsync(string incident, IncidentReport report, CancellationToken cancellationToken);

    /// <summary>Signals after <paramref name="after"/>; the last one of a whole stream is an <see cref="AtRestSignal"/>.</summary>
    IAsyncEnumerable<IncidentSignal> WatchAsync(string incident, long after, CancellationToken cancellationToken);

    Task<IReadOnlyList<RecordedEvent>> ReadAsync(string incident, long after, int limit, CancellationToken cancellationToken);

    Task ApproveAsync(string incident, string by, string? comment, CancellationToken cancellationToken);

    Task RejectAsync(string incident, string by, string? comment, CancellationToken cancellationToken);

    Task CancelAsync(string incident, string by, CancellationToken cancellationToken);

    Task ResumeAsync(string incident, TimeSpan? budget, CancellationToken cancellationToken);

    Task<IReadOnlyList<string>> ListAsync(bool openOnly, int limit, CancellationToken cancellationToken);

    Task<AdmissionReport> GetClusterAsync(CancellationToken cancellationToken);
}
