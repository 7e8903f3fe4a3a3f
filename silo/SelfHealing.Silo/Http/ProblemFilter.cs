using System.Data.Common;
using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Logging;
using Orleans.Runtime.Messaging;
using SelfHealing.Admission;
using SelfHealing.Incidents;

namespace SelfHealing.Silo.Http;

/// <summary>Turns what a call meets into a problem document with a sentence.</summary>
internal sealed class ProblemFilter(ILogger<ProblemFilter> logger) : IEndpointFilter
{
    private static readonly TimeSpan SoonAgain = TimeSpan.FromSeconds(2);

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(next);
        try
        {
            return await next(context);
        }
        catch (OperationCanceledException) when (context.HttpContext.RequestAborted.IsCancellationRequested)
        {
            return Results.Empty;
        }
        catch (Exception e)
        {
            return Problem(context.HttpContext, Judge(e, context.HttpContext));
        }
    }

    /// <summary>True for what is thrown while no silo, or not the right one, can be reached: the same call may succeed soon.</summary>
    public static bool IsLostSilo(Exception e) => e is TimeoutException or OrleansMessageRejectionException or EnumerationAbortedException
        or ConnectionFailedException or ClientNotAvailableException or DbException { IsTransient: true };

    private ApiException Judge(Exception e, HttpContext call)
    {
        switch (e)
        {
            case ApiException told:
                return told;
            case QueueFullException full:
                return new ApiException(StatusCodes.Status429TooManyRequests, full.Message) { RetryAfter = full.RetryAfter };
            case IncidentException refusal:
                // A report that cannot be taken, or a decision that does not fit where the incident stands.
                return new ApiException(
                    HttpMethods.IsPut(call.Request.Method) || call.Request.Path.Value is { } path && path.EndsWith("/incidents", StringComparison.Ordinal)
                        ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status409Conflict,
                    refusal.Message);
            case BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge }:
                return new ApiException(StatusCodes.Status413PayloadTooLarge, "The body is too large. Shorten the error text, or raise SelfHealing:Gateway:MaxBodyBytes.");
            case BadHttpRequestException bad:
                return new ApiException(bad.StatusCode, "The request broke off or is not well-formed HTTP.");
            case var _ when IsLostSilo(e):
                logger.LogWarning(e, "No silo answered {Method} {Path}.", call.Request.Method, call.Request.Path);
                return new ApiException(StatusCodes.Status503ServiceUnavailable, "No silo can be reached now. What is recorded is safe; try again soon.") { RetryAfter = SoonAgain };
            default:
                logger.LogError(e, "{Method} {Path} failed.", call.Request.Method, call.Request.Path);
                return new ApiException(StatusCodes.Status500InternalServerError, "Something failed that should not. The gateway's log says what.");
        }
    }

    private static ProblemHttpResult Problem(HttpContext call, ApiException told)
    {
        if (told.RetryAfter is { } wait)
        {
            call.Response.Headers.RetryAfter = Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        }

        if (told.Status == StatusCodes.Status401Unauthorized)
        {
            call.Response.Headers.WWWAuthenticate = "Bearer";
        }

        return TypedResults.Problem(detail: told.Message, statusCode: told.Status);
    }
}
