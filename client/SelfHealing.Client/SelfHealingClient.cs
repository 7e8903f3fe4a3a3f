using Microsoft.Extensions.Options;
using SelfHealing.Admission;
using SelfHealing.Client.Transports;
using SelfHealing.Incidents;

namespace SelfHealing.Client;

/// <summary>The client over any transport.</summary>
internal sealed class SelfHealingClient : ISelfHealingClient
{
    private const int LongestKey = 255;

    private readonly Connection _connection;

    public SelfHealingClient(ITransport transport, IOptions<SelfHealingClientOptions> options, TimeProvider time) =>
        _connection = new Connection(transport, options.Value, time);

    public async Task<RepairHandle> SubmitAsync(IncidentReport report, SubmitOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(report);
        var handle = GetHandle(IdOf(report, options ?? new SubmitOptions()));
        await _connection.Retries.RunAsync(handle.Id, token => _connection.Transport.SubmitAsync(handle.Id, report, token), cancellationToken);
        return handle;
    }

    public RepairHandle GetHandle(string id) => IncidentId.IsValid(id)
        ? new RepairHandle(id, _connection)
        : throw new ArgumentException($"'{id}' is not an incident's id. Ids look like inc-2k7f9d3xqm.", nameof(id));

    public async Task<IReadOnlyList<RepairHandle>> ListAsync(bool openOnly = false, int limit = 100, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limit);
        var ids = await _connection.Retries.RunAsync(null, token => _connection.Transport.ListAsync(openOnly, limit, token), cancellationToken);
        return [.. ids.Select(GetHandle)];
    }

    public Task<AdmissionReport> GetClusterAsync(CancellationToken cancellationToken = default) =>
        _connection.Retries.RunAsync(null, _connection.Transport.GetClusterAsync, cancellationToken);

    private string IdOf(IncidentReport report, SubmitOptions options) => options switch
    {
        { Id: not null, IdempotencyKey: not null } => throw new ArgumentException("An incident is named by a key or by an id, not by both.", nameof(options)),
        { Id: { } id } => id,
        { IdempotencyKey: { Length: <= LongestKey } key } when !string.IsNullOrWhiteSpace(key) => IncidentId.Of(report.Tenant, key),
        { IdempotencyKey: not null } => throw new ArgumentException($"An idempotency key has from 1 to {LongestKey} characters, not all of them spaces.", nameof(options)),
        _ => IncidentId.New(_connection.Time),
    };
}
