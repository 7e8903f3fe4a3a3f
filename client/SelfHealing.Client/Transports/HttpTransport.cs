using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.Options;
using SelfHealing.Admission;
using SelfHealing.Http;
using SelfHealing.Incidents;
using SelfHealing.Storage;

namespace SelfHealing.Client.Transports;

/// <summary>The way over a gateway's HTTP API.</summary>
internal sealed class HttpTransport(IHttpClientFactory clients, IOptions<SelfHealingHttpOptions> options, TimeProvider time) : ITransport
{
    /// <summary>Name of the HTTP client that the factory makes.</summary>
    public const string ClientName = "SelfHealing";

    private const int MostSentUnasked = 1 << 16;

    private readonly SelfHealingHttpOptions _options = options.Value;
    private readonly Uri _server = new(options.Value.Server!.GetLeftPart(UriPartial.Path).TrimEnd('/') + "/");

    public bool IsLost(Exception failure) => failure is HttpRequestException or IOException or TimeoutException or ServerBusyException;

    public Task SubmitAsync(string incident, IncidentReport report, CancellationToken cancellationToken) =>
        CallAsync(HttpMethod.Put, $"{HttpContract.Incidents}/{incident}", report, cancellationToken);

    public async IAsyncEnumerable<IncidentSignal> WatchAsync(
        string incident, long after, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var request = Request(HttpMethod.Get, $"{HttpContract.Incidents}/{incident}/events?after={after.ToString(CultureInfo.InvariantCulture)}");
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue(HttpContract.EventStream));
        using var response = await SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        await using var stream = new WatchedStream(await response.Content.ReadAsStreamAsync(cancellationToken), _options.IdleTimeout, time);
        await foreach (var signal in EventStream.ReadAsync(stream, cancellationToken))
        {
            yield return signal;
        }
    }

    public Task<IReadOnlyList<RecordedEvent>> ReadAsync(string incident, long after, int limit, CancellationToken cancellationToken) => GetAsync<IReadOnlyList<RecordedEvent>>(
        string.Create(CultureInfo.InvariantCulture, $"{HttpContract.Incidents}/{incident}/events?after={after}&limit={limit}"), cancellationToken);

    public Task ApproveAsync(string incident, string by, string? comment, CancellationToken cancellationToken) =>
        PostAsync(incident, "approve", new DecisionRequest(by, comment), cancellationToken);

    public Task RejectAsync(string incident, string by, string? comment, CancellationToken cancellationToken) =>
        PostAsync(incident, "reject", new DecisionRequest(by, comment), cancellationToken);

    public Task CancelAsync(string incident, string by, CancellationToken cancellationToken) =>
        PostAsync(incident, "cancel", new DecisionRequest(by, Comment: null), cancellationToken);

    public Task ResumeAsync(string incident, TimeSpan? budget, CancellationToken cancellationToken) =>
        PostAsync(incident, "resume", new ResumeRequest(budget), cancellationToken);

    public async Task<IReadOnlyList<string>> ListAsync(bool openOnly, int limit, CancellationToken cancellationToken) => (await GetAsync<IncidentListing>(
        string.Create(CultureInfo.InvariantCulture, $"{HttpContract.Incidents}?open={(openOnly ? "true" : "false")}&limit={limit}"), cancellationToken)).Incidents;

    public Task<AdmissionReport> GetClusterAsync(CancellationToken cancellationToken) => GetAsync<AdmissionReport>(HttpContract.Cluster, cancellationToken);

    private Task PostAsync<T>(string incident, string action, T body, CancellationToken cancellationToken) =>
        CallAsync(HttpMethod.Post, $"{HttpContract.Incidents}/{incident}/{action}", body, cancellationToken);

    private async Task CallAsync<T>(HttpMethod method, string path, T body, CancellationToken cancellationToken)
    {
        using var request = Request(method, path);
        request.Content = JsonContent.Create(body, options: StoredJson.Options);
        await request.Content.LoadIntoBufferAsync(cancellationToken);

        // A server that refuses a large body does not read it, and its sentence would be lost in the broken connection.
        request.Headers.ExpectContinue = request.Content.Headers.ContentLength > MostSentUnasked;
        (await SendAsync(request, HttpCompletionOption.ResponseContentRead, cancellationToken)).Dispose();
    }

    private async Task<T> GetAsync<T>(string path, CancellationToken cancellationToken)
    {
        using var request = Request(HttpMethod.Get, path);
        using var response = await SendAsync(request, HttpCompletionOption.ResponseContentRead, cancellationToken);
        try
        {
            return await response.Content.ReadFromJsonAsync<T>(StoredJson.Options, cancellationToken) ?? throw NoGateway(inner: null);
        }
        catch (Exception e) when (e is JsonException or NotSupportedException)
        {
            throw NoGateway(e);
        }
    }

    private HttpRequestMessage Request(HttpMethod method, string path)
    {
        var request = new HttpRequestMessage(method, new Uri(_server, path));
        if (_options.Token is { Length: > 0 } token)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        return request;
    }

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, HttpCompletionOption completion, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(_options.RequestTimeout);
        try
        {
            var response = await clients.CreateClient(ClientName).SendAsync(request, completion, patience.Token);
            if (!response.IsSuccessStatusCode)
            {
                using (response)
                {
                    throw await Refusals.OfAsync(response, _server, time, patience.Token);
                }
            }

            return response;
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"{_server} did not answer within {_options.RequestTimeout.TotalSeconds:0} seconds.", e);
        }
    }

    private SelfHealingUnreachableException NoGateway(Exception? inner) =>
        new($"What answers at {_server} is no gateway of the system. Check the address.", inner);
}
