using System.Data.Common;
using Orleans.Runtime.Messaging;
using Orleans.Serialization;
using SelfHealing.Admission;
using SelfHealing.Incidents;

namespace SelfHealing.Client.Transports;

/// <summary>The way over grains: those of a silo in the same process, or of a cluster that an Orleans client is connected to.</summary>
internal sealed class GrainTransport(IGrainFactory grains, TimeProvider time) : ITransport
{
    // A silo that was killed does not say so, and asking again is safe: Orleans would wait for half a minute.
    private static readonly TimeSpan s_answer = TimeSpan.FromSeconds(10);

    private IIncidentsGrain Incidents => grains.GetGrain<IIncidentsGrain>(IIncidentsGrain.Key);

    public bool IsLost(Exception failure) => failure switch
    {
        TimeoutException or OrleansMessageRejectionException or EnumerationAbortedException or ConnectionFailedException or ClientNotAvailableException => true,

        // The cluster's database restarts. A client without the driver knows its exceptions by name only.
        DbException { IsTransient: true } => true,
        UnavailableExceptionFallbackException { ExceptionType: { } name } => name.StartsWith("Npgsql.", StringComparison.Ordinal),
        _ => false,
    };

    public Task SubmitAsync(string incident, IncidentReport report, CancellationToken cancellationToken) =>
        Answered(Grain(incident).SubmitAsync(report, cancellationToken), cancellationToken);

    public IAsyncEnumerable<IncidentSignal> WatchAsync(string incident, long after, CancellationToken cancellationToken) =>
        Grain(incident).WatchAsync(after, cancellationToken);

    public async Task<IReadOnlyList<RecordedEvent>> ReadAsync(string incident, long after, int limit, CancellationToken cancellationToken)
    {
        var page = await Answered(Incidents.ReadAsync(incident, after, limit, cancellationToken), cancellationToken);
        return page.Count > 0 || (after > 0 && (await Answered(Incidents.ReadAsync(incident, 0, 1, cancellationToken), cancellationToken)).Count > 0)
            ? page
            : throw new IncidentException($"There is no incident {incident}. See the ones there are with `selfheal list`.");
    }

    public Task ApproveAsync(string incident, string by, string? comment, CancellationToken cancellationToken) =>
        Answered(Grain(incident).ApproveAsync(by, comment, cancellationToken), cancellationToken);

    public Task RejectAsync(string incident, string by, string? comment, CancellationToken cancellationToken) =>
        Answered(Grain(incident).RejectAsync(by, comment, cancellationToken), cancellationToken);

    public Task CancelAsync(string incident, string by, CancellationToken cancellationToken) =>
        Answered(Grain(incident).CancelAsync(by, cancellationToken), cancellationToken);

    public Task ResumeAsync(string incident, TimeSpan? budget, CancellationToken cancellationToken) =>
        Answered(Grain(incident).ResumeAsync(budget, cancellationToken), cancellationToken);

    public Task<IReadOnlyList<string>> ListAsync(bool openOnly, int limit, CancellationToken cancellationToken) =>
        Answered(Incidents.ListAsync(openOnly, limit, cancellationToken), cancellationToken);

    public Task<AdmissionReport> GetClusterAsync(CancellationToken cancellationToken) =>
        Answered(grains.GetGrain<IAdmissionGrain>(IAdmissionGrain.Key).GetReportAsync(), cancellationToken);

    private Task Answered(Task call, CancellationToken cancellationToken) => call.WaitAsync(s_answer, time, cancellationToken);

    private Task<T> Answered<T>(Task<T> call, CancellationToken cancellationToken) => call.WaitAsync(s_answer, time, cancellationToken);

    // Found anew for every call, so that a reconnected client is used.
    private IIncidentGrain Grain(string incident) => grains.GetGrain<IIncidentGrain>(incident);
}
