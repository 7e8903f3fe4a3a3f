using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using SelfHealing.Http;

namespace SelfHealing.Silo.Http;

/// <summary>The HTTP API over the grains of a silo or of an Orleans client.</summary>
public static class SelfHealingApi
{
    /// <summary>Adds what the API needs beside an <see cref="IGrainFactory"/>: callers, limits, and the rule that nothing but this machine may call without a token.</summary>
    /// <param name="services">The container of a web application on Kestrel.</param>
    /// <param name="configuration">Where the section <c>SelfHealing:Gateway</c> is.</param>
    public static IServiceCollection AddSelfHealingApi(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configuration);
        services.AddOptions<GatewayOptions>().Bind(configuration.GetSection(GatewayOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<CallerTokens>();
        services.AddSingleton<ListenedPlaces>();
        services.AddTransient<KnownIncidents>();
        services.AddTransient<IncidentEndpoints>();
        services.AddProblemDetails();
        services.AddOptions<KestrelServerOptions>().Configure<ListenedPlaces>((kestrel, places) =>
        {
            kestrel.AddServerHeader = false;
            kestrel.ConfigureEndpointDefaults(endpoint => places.Add(endpoint.EndPoint));
        });
        return services;
    }

    /// <summary>Maps the routes below <c>/api</c>. Errors are problem documents (RFC 9457) whose <c>detail</c> is a sentence.</summary>
    /// <param name="routes">The routes of a web application with <see cref="AddSelfHealingApi"/>.</param>
    public static IEndpointRouteBuilder MapSelfHealingApi(this IEndpointRouteBuilder routes)
    {
        ArgumentNullException.ThrowIfNull(routes);
        var group = routes.MapGroup("").AddEndpointFilter<ProblemFilter>().AddEndpointFilter<CallerFilter>();
        var incidents = group.MapGroup(HttpContract.Incidents);
        incidents.MapPost("", Of((api, call) => api.SubmitAsync(call)));
        incidents.MapGet("", Of((api, call) => api.ListAsync(call)));
        incidents.MapPut("{id}", (HttpContext call, string id) => Api(call).PutAsync(call, id));
        incidents.MapGet("{id}", (HttpContext call, string id) => Api(call).ShowAsync(call, id));
        incidents.MapGet("{id}/events", (HttpContext call, string id) => Api(call).EventsAsync(call, id));
        incidents.MapPost("{id}/approve", (HttpContext call, string id) => Api(call).ApproveAsync(call, id));
        incidents.MapPost("{id}/reject", (HttpContext call, string id) => Api(call).RejectAsync(call, id));
        incidents.MapPost("{id}/cancel", (HttpContext call, string id) => Api(call).CancelAsync(call, id));
        incidents.MapPost("{id}/resume", (HttpContext call, string id) => Api(call).ResumeAsync(call, id));
        group.MapGet(HttpContract.Cluster, Of((api, call) => api.ClusterAsync(call)));
        return routes;
    }

    // Found by the handler and not by its parameters, which are bound before the filters run: what is wrong is then told as everything else is.
    private static IncidentEndpoints Api(HttpContext call) => call.RequestServices.GetRequiredService<IncidentEndpoints>();

    // As a delegate of its own: a lambda of the call alone would be taken for one that has written the answer itself.
    private static Delegate Of(Func<IncidentEndpoints, HttpContext, Task<IResult>> handle) => (HttpContext call) => handle(Api(call), call);
}
