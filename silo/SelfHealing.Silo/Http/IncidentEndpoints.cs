using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using SelfHealing.Admission;
using SelfHealing.Http;
using SelfHealing.Incidents;
using SelfHealing.Repair.Incidents;
using SelfHealing.Storage;

namespace SelfHealing.Silo.Http;

/// <summary>What can be asked of incidents over HTTP, each a translation of one call of the grains.</summary>
internal sealed class IncidentEndpoints(
    KnownIncidents incidents, IGrainFactory grains, ListenedPlaces places, IOptions<GatewayOptions> options, IHostApplicationLifetime lifetime, TimeProvider time)
{
    private const int UsualLimit = 100;
    private const int LongestKey = 255;
    private readonly GatewayOptions _options = options.Value;

    /// <summary><c>POST /api/incidents</c>: the id is made from the caller's key, or is new.</summary>
    public async Task<IResult> SubmitAsync(HttpContext call)
    {
        var report = await ReportAsync(call);
        return await SubmitAsync(call, report, KeyOf(call.Request) is { } key ? IncidentId.Of(report.Tenant, key) : IncidentId.New(time));
    }

    /// <summary><c>PUT /api/incidents/{id}</c>: the caller made the id.</summary>
    public async Task<IResult> PutAsync(HttpContext call, string id) => IncidentId.IsValid(id)
        ? await SubmitAsync(call, await ReportAsync(call), id)
        : throw new ApiException(StatusCodes.Status400BadRequest, "That is not an incident's id. Ids look like inc-2k7f9d3xqm.");

    /// <summary><c>GET /api/incidents</c>.</summary>
    public async Task<IResult> ListAsync(HttpContext call)
    {
        var open = call.Request.Query["open"].ToString() switch
        {
            "" when !call.Request.Query.ContainsKey("open") => false,
            "" or "true" => true,
            "false" => false,
            _ => throw new ApiException(StatusCodes.Status400BadRequest, "The parameter 'open' is true or false."),
        };
        var limit = (int)Number(call.Request, "limit", UsualLimit, 1, HttpContract.LargestPage);
        return Json(new IncidentListing(await incidents.ListAsync(open, limit, call.RequestAborted)));
    }

    /// <summary><c>GET /api/incidents/{id}</c>.</summary>
    public async Task<IResult> ShowAsync(HttpContext call, string id) => Json(IncidentDocument.Of(await incidents.FoldAsync(id, call.RequestAborted)));

    /// <summary><c>GET /api/incidents/{id}/events</c>: a page of the history, or a stream that follows the incident.</summary>
    public async Task<IResult> EventsAsync(HttpContext call, string id)
    {
        var after = AfterOf(call.Request);
        if (!WantsStream(call.Request))
        {
            return Json(await incidents.PageAsync(id, after, (int)Number(call.Request, "limit", HttpContract.LargestPage, 1, HttpContract.LargestPage), call.RequestAborted));
        }

        var incident = await incidents.FindAsync(id, call.RequestAborted);
        return new EventStreamResult(incident.WatchAsync(after, call.RequestAborted), _options.Heartbeat, time, lifetime.ApplicationStopping);
    }

    /// <summary><c>POST /api/incidents/{id}/approve</c>.</summary>
    public Task<IResult> ApproveAsync(HttpContext call, string id) =>
        DecideAsync(call, id, (incident, by, comment) => incident.ApproveAsync(by, comment, call.RequestAborted));

    /// <summary><c>POST /api/incidents/{id}/reject</c>.</summary>
    public Task<IResult> RejectAsync(HttpContext call, string id) =>
        DecideAsync(call, id, (incident, by, comment) => incident.RejectAsync(by, comment, call.RequestAborted));

    /// <summary><c>POST /api/incidents/{id}/cancel</c>.</summary>
    public Task<IResult> CancelAsync(HttpContext call, string id) =>
        DecideAsync(call, id, (incident, by, _) => incident.CancelAsync(by, call.RequestAborted));

    /// <summary><c>POST /api/incidents/{id}/resume</c>.</summary>
    public async Task<IResult> ResumeAsync(HttpContext call, string id)
    {
        var request = await JsonBody.ReadAsync(call.Request, _options.MaxBodyBytes, new ResumeRequest(Budget: null));
        if (request.Budget is { } budget && (budget <= TimeSpan.Zero || budget > ReportRules.LongestBudget))
        {
            throw new ApiException(StatusCodes.Status400BadRequest, "The field 'budget' needs a time above 0 and at most 7 days, written as \"00:20:00\".");
        }

        await (await incidents.FindAsync(id, call.RequestAborted)).ResumeAsync(request.Budget, call.RequestAborted);
        return Accepted(id);
    }

    /// <summary><c>GET /api/cluster</c>.</summary>
    public async Task<IResult> ClusterAsync(HttpContext call) =>
        Json(await grains.GetGrain<IAdmissionGrain>(IAdmissionGrain.Key).GetReportAsync().WaitAsync(call.RequestAborted));

    private async Task<IncidentReport> ReportAsync(HttpContext call)
    {
        var report = await JsonBody.ReadAsync<IncidentReport>(call.Request, _options.MaxBodyBytes);
        report = report.Reporter is null && call.User.Identity?.Name is { } caller ? report with { Reporter = caller } : report;
        var refusal = ReportRules.WhyNotAccepted(report)
            ?? (_options.AllowLocalRepositories ?? places.AreLoopbackOnly ? null : RepositoryPlaces.WhyRefused(report));
        return refusal is null ? report : throw new ApiException(StatusCodes.Status422UnprocessableEntity, refusal);
    }

    private async Task<IResult> SubmitAsync(HttpContext call, IncidentReport report, string id)
    {
        await grains.GetGrain<IIncidentGrain>(id).SubmitAsync(report, call.RequestAborted);
        return Accepted(id);
    }

    private async Task<IResult> DecideAsync(HttpContext call, string id, Func<IIncidentGrain, string, string?, Task> decide)
    {
        var request = await JsonBody.ReadAsync(call.Request, _options.MaxBodyBytes, new DecisionRequest(By: null, Comment: null));
        var by = string.IsNullOrWhiteSpace(request.By) ? call.User.Identity?.Name : request.By;
        await decide(
            await incidents.FindAsync(id, call.RequestAborted),
            by ?? throw new ApiException(StatusCodes.Status400BadRequest, "The field 'by' is missing: the record says who decided."),
            request.Comment);
        return Accepted(id);
    }

    private static JsonHttpResult<AcceptedIncident> Accepted(string id) => TypedResults.Json(new AcceptedIncident(id), StoredJson.Options, statusCode: StatusCodes.Status202Accepted);

    private static JsonHttpResult<T> Json<T>(T value) => TypedResults.Json(value, StoredJson.Options);

    private static string? KeyOf(HttpRequest request) => request.Headers[HttpContract.IdempotencyKey] switch
    {
        { Count: 0 } => null,
        [{ Length: <= LongestKey } key] when !string.IsNullOrWhiteSpace(key) => key,
        _ => throw new ApiException(StatusCodes.Status400BadRequest, $"The header '{HttpContract.IdempotencyKey}' needs one key of 1 to {LongestKey} characters."),
    };

    private static bool WantsStream(HttpRequest request) =>
        request.GetTypedHeaders().Accept.Any(accepted => accepted.MediaType.Equals(HttpContract.EventStream, StringComparison.OrdinalIgnoreCase));

    /// <summary>A browser that reconnects says in a header what it saw last, and repeats the address with which it began.</summary>
    private static long AfterOf(HttpRequest request)
    {
        var after = Number(request, "after", 0, 0, long.MaxValue);
        return long.TryParse(request.Headers[HttpContract.LastEventId].ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var seen) ? Math.Max(after, seen) : after;
    }

    private static long Number(HttpRequest request, string name, long otherwise, long least, long most)
    {
        if (!request.Query.TryGetValue(name, out var values))
        {
            return otherwise;
        }

        return long.TryParse(values.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : throw new ApiException(StatusCodes.Status400BadRequest, string.Create(CultureInfo.InvariantCulture, $"The parameter '{name}' needs a number from {least} to {most}."));
    }
}
