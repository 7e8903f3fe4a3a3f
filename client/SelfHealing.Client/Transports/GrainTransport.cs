using System.Data.Common;
using Orleans.Runtime.Messaging;
using Orleans.Serialization;
using SelfHealing.Admission;
using SelfHealing.Incidents;

namespace SelfHealing.Client.Transports;

/// <summary>The way over grains: those of a silo in the same process, or of a cluster that an Orleans client is connected to.</summary>
internal sealed class GrainTransport(IGrainFactory grains) : ITransport
{
    private IIncidentsGrain Incidents => grains.GetGrain<IIncidentsGrain>(IIncidentsGrain.Key);

    public bool IsLost(Exception failure) => failure switch
    {
        TimeoutException or OrleansMessageRejectionException or EnumerationAbortedException or ConnectionFailedException or ClientNotAvailableException => true,

        // The cluster's database restarts. A client without the driver knows its exceptions by name only.
        DbException { IsTransient: true } => true,
        UnavailableExceptionFallbackException { ExceptionType: { } name } => name.StartsWith("Npgsql.", StringComparison.Ordinal),
        _ => false,
    };

    public Task SubmitAsync(string incident, IncidentReport report, CancellationToken cancellationToken) => Grain(incident).SubmitAsync(report, cancellationToken);

    public IAsyncEnumerable<IncidentSignal> WatchAsync(string incident, long after, CancellationToken cancellationToken) =>
        Grain(incident).WatchAsync(after, cancellationToken);

    public async Task<IReadOnlyList<RecordedEvent>> ReadAsync(string incident, long after, int limit, CancellationToken cancellationToken)
    {
        var page = await Incidents.ReadAsync(incident, after, limit, cancellationToken);
        return page.Count > 0 || (after > 0 && (await Incidents.ReadAsync(incident, 0, 1, cancellationToken)).Count > 0)
            ? page
            : throw new IncidentException($"There is no incident {incident}. See the ones there are with `selfheal list`.");
    }

    public Task ApproveAsync(string incident, string by, string? comment, CancellationToken cancellationToken) =>
        Grain(incident).ApproveAsync(by, comment, cancellationToken);

    public Task RejectAsync(string incident, string by, string? comment, CancellationToken cancellationToken) =>
        Grain(incident).RejectAsync(by, comment, cancellationToken);

    public Task CancelAsync(string incident, string by, CancellationToken cancellationToken) => Grain(incident).CancelAsync(by, cancellationToken);

    public Task ResumeAsync(string incident, TimeSpan? budget, CancellationToken cancellationToken) => Grain(incident).ResumeAsync(budget, cancellationToken);

    public Task<IReadOnlyList<string>> ListAsync(bool openOnly, int limit, CancellationToken cancellationToken) =>
        Incidents.ListAsync(openOnly, limit, cancellationToken);

    public Task<AdmissionReport> GetClusterAsync(CancellationToken cancellationToken) =>
        grains.GetGrain<IAdmissionGrain>(IAdmissionGrain.Key).GetReportAsync().WaitAsync(cancellationToken);

    // Found anew for every call, so that a reconnected client is used.
    private IIncidentGrain Grain(string incident) => grains.GetGrain<IIncidentGrain>(incident);
}
