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
        services.AddSingleton<KnownIncidents>();
        services.AddSingleton<IncidentEndpoints>();
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
        incidents.MapPost("", (HttpContext call, IncidentEndpoints api) => api.SubmitAsync(call));
        incidents.MapGet("", (HttpContext call, IncidentEndpoints api) => api.ListAsync(call));
        incidents.MapPut("{id}", (HttpContext call, IncidentEndpoints api, string id) => api.PutAsync(call, id));
        incidents.MapGet("{id}", (HttpContext call, IncidentEndpoints api, string id) => api.ShowAsync(call, id));
        incidents.MapGet("{id}/events", (HttpContext call, IncidentEndpoints api, string id) => api.EventsAsync(call, id));
        incidents.MapPost("{id}/approve", (HttpContext call, IncidentEndpoints api, string id) => api.ApproveAsync(call, id));
        incidents.MapPost("{id}/reject", (HttpContext call, IncidentEndpoints api, string id) => api.RejectAsync(call, id));
        incidents.MapPost("{id}/cancel", (HttpContext call, IncidentEndpoints api, string id) => api.CancelAsync(call, id));
        incidents.MapPost("{id}/resume", (HttpContext call, IncidentEndpoints api, string id) => api.ResumeAsync(call, id));
        group.MapGet(HttpContract.Cluster, (HttpContext call, IncidentEndpoints api) => api.ClusterAsync(call));
        return routes;
    }
}
