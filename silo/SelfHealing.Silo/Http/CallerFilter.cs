using System.Net;
using System.Security.Claims;
using Microsoft.AspNetCore.Http;

namespace SelfHealing.Silo.Http;

/// <summary>Lets in who may call: the holder of a token or, where none is needed, a program of this machine that is no web page.</summary>
internal sealed class CallerFilter(CallerTokens tokens) : IEndpointFilter
{
    private const string Scheme = "Bearer ";

    public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(next);
        var call = context.HttpContext;
        RefuseForeignPages(call.Request);
        if (tokens.AreNeeded)
        {
            var name = Presented(call.Request) is { } token ? tokens.Find(token) : null;
            call.User = name is null
                ? throw new ApiException(
                    StatusCodes.Status401Unauthorized, "The gateway does not know the caller. Send the header 'Authorization: Bearer TOKEN' with a token that it was given.")
                : new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.Name, name)], "Bearer"));
        }
        else
        {
            RefuseOtherNames(call.Request);
        }

        return next(context);
    }

    private static string? Presented(HttpRequest request) =>
        request.Headers.Authorization is [{ } header] && header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? header[Scheme.Length..].Trim() : null;

    /// <summary>A browser says for which page it calls. No page but one of this very server may.</summary>
    private static void RefuseForeignPages(HttpRequest request)
    {
        if (request.Headers.Origin is { Count: > 0 } origin && origin.ToString() != $"{request.Scheme}://{request.Host}")
        {
            throw new ApiException(StatusCodes.Status403Forbidden, "The gateway takes no calls from web pages of other origins.");
        }
    }

    /// <summary>A name that somebody else's name server points to this machine would make any web page one of this server.</summary>
    private static void RefuseOtherNames(HttpRequest request)
    {
        var host = request.Host.Host;
        var isLoopback = host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
        if (!isLoopback)
        {
            throw new ApiException(StatusCodes.Status403Forbidden, "Without tokens the gateway serves calls to localhost only. Call it by that name, or configure tokens.");
        }
    }
}
