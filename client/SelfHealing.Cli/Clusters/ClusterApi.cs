using System.Net.Http.Json;
using SelfHealing.Admission;
using SelfHealing.Incidents;
using SelfHealing.Storage;

namespace SelfHealing.Cli.Clusters;

/// <summary>The gateway of the cluster that runs on this machine, asked once: who watches a cluster wants to see when it does not answer.</summary>
/// <param name="gateway">The gateway's address.</param>
/// <param name="token">The token of its callers; null for none.</param>
internal sealed class ClusterApi(Uri gateway, string? token = null) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private const int Page = 1000;
    private readonly HttpClient _http = Client(gateway, token);

    /// <summary>The queue and the silos as they stand.</summary>
    public Task<AdmissionReport?> GetReportAsync(CancellationToken cancellationToken) => _http.GetFromJsonAsync<AdmissionReport>("api/cluster", StoredJson.Options, cancellationToken);

    /// <summary>The ids of open incidents, at most a thousand.</summary>
    public async Task<IReadOnlyList<string>> ListOpenAsync(CancellationToken cancellationToken) =>
        (await _http.GetFromJsonAsync<Listing>($"api/incidents?open=true&limit={Page}", StoredJson.Options, cancellationToken))?.Incidents ?? [];

    /// <summary>An incident's events after a number.</summary>
    public async Task<IReadOnlyList<RecordedEvent>> ReadAsync(string incident, long after, CancellationToken cancellationToken)
    {
        var history = new List<RecordedEvent>();
        while (true)
        {
            var page = await _http.GetFromJsonAsync<IReadOnlyList<RecordedEvent>>($"api/incidents/{incident}/events?after={after}&limit={Page}", StoredJson.Options, cancellationToken) ?? [];
            history.AddRange(page);
            if (page.Count < Page)
            {
                return history;
            }

            after = page[^1].Sequence;
        }
    }

    /// <summary>Whether a failure only says that nobody answered properly just now.</summary>
    public static bool IsAway(Exception failure, CancellationToken cancellationToken) =>
        failure is HttpRequestException or IOException or System.Text.Json.JsonException || (failure is OperationCanceledException && !cancellationToken.IsCancellationRequested);

    public void Dispose() => _http.Dispose();

    private static HttpClient Client(Uri gateway, string? token)
    {
        var client = new HttpClient(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false }) { BaseAddress = gateway, Timeout = Patience };
        client.DefaultRequestHeaders.Authorization = token is { Length: > 0 } ? new("Bearer", token) : null;
        return client;
    }

    private sealed record Listing(IReadOnlyList<string> Incidents);
}
