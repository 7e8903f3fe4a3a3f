using SelfHealing.Admission;
using SelfHealing.Client.Transports;
using SelfHealing.Incidents;

namespace SelfHealing.Cli.Tests.Support;

/// <summary>The client's way to scripted incidents.</summary>
internal sealed class ScriptedIncidents(Func<string, ScriptedIncident> find) : ITransport
{
    public bool IsLost(Exception failure) => failure is TimeoutException;

    public Task SubmitAsync(string incident, IncidentReport report, CancellationToken cancellationToken) => find(incident).SubmitAsync(report, cancellationToken);

    public IAsyncEnumerable<IncidentSignal> WatchAsync(string incident, long after, CancellationToken cancellationToken) => find(incident).WatchAsync(after, cancellationToken);

    public Task ApproveAsync(string incident, string by, string? comment, CancellationToken cancellationToken) => find(incident).ApproveAsync(by, comment, cancellationToken);

    public Task RejectAsync(string incident, string by, string? comment, CancellationToken cancellationToken) => find(incident).RejectAsync(by, comment, cancellationToken);

    public Task CancelAsync(string incident, string by, CancellationToken cancellationToken) => find(incident).CancelAsync(by, cancellationToken);

    public Task ResumeAsync(string incident, TimeSpan? budget, CancellationToken cancellationToken) => find(incident).ResumeAsync(budget, cancellationToken);

    public Task<IReadOnlyList<RecordedEvent>> ReadAsync(string incident, long after, int limit, CancellationToken cancellationToken) =>
        throw new InvalidOperationException("The commands read from the journal.");

    public Task<IReadOnlyList<string>> ListAsync(bool openOnly, int limit, CancellationToken cancellationToken) =>
        throw new InvalidOperationException("The commands list from the journal.");

    public Task<AdmissionReport> GetClusterAsync(CancellationToken cancellationToken) => throw new InvalidOperationException("The commands ask for no report.");
}
