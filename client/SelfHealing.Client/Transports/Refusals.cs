using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using SelfHealing.Admission;
using SelfHealing.Incidents;

namespace SelfHealing.Client.Transports;

/// <summary>What a gateway's refusal means: the same exceptions as those of the grains.</summary>
internal static class Refusals
{
    private static readonly TimeSpan UsualWait = TimeSpan.FromSeconds(5);

    public static async Task<Exception> OfAsync(HttpResponseMessage response, Uri server, TimeProvider time, CancellationToken cancellationToken)
    {
        var told = await DetailAsync(response, cancellationToken);
        return response.StatusCode switch
        {
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden =>
                new CallerRefusedException(told ?? $"The server {server} refused the call ({(int)response.StatusCode}). Check the token."),
            HttpStatusCode.TooManyRequests =>
                new QueueFullException(told ?? $"The server {server} takes no more calls now.", WaitOf(response, time) ?? UsualWait),
            HttpStatusCode.RequestTimeout or >= HttpStatusCode.InternalServerError =>
                new ServerBusyException(told ?? $"The server {server} answered {(int)response.StatusCode}", WaitOf(response, time)),
            >= HttpStatusCode.BadRequest when told is not null => new IncidentException(told),
            _ => new SelfHealingUnreachableException(
                $"What answers at {server} is no gateway of the system: it answered {(int)response.StatusCode}"
                + $"{(response.Headers.Location is { } elsewhere ? $" and points to {elsewhere}" : "")}. Check the address."),
        };
    }

    /// <summary>The sentence of a problem document; null when it is none.</summary>
    private static async Task<string?> DetailAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (response.Content.Headers.ContentType?.MediaType != "application/problem+json")
        {
            return null;
        }

        try
        {
            var problem = await response.Content.ReadFromJsonAsync<Problem>(JsonSerializerOptions.Web, cancellationToken);
            return problem?.Detail ?? problem?.Title;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static TimeSpan? WaitOf(HttpResponseMessage response, TimeProvider time) => response.Headers.RetryAfter switch
    {
        { Delta: { } wait } => wait,
        { Date: { } date } when date > time.GetUtcNow() => date - time.GetUtcNow(),
        _ => null,
    };

    private sealed record Problem(string? Title, string? Detail);
}
