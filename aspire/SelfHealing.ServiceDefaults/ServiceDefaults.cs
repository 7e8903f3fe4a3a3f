using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using Npgsql;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace Microsoft.Extensions.Hosting;

/// <summary>What every service of the system has: telemetry, health, and calls that find their service and retry.</summary>
public static class ServiceDefaults
{
    /// <summary>Tag of the health checks that tell whether the process lives; all checks together tell whether it is ready.</summary>
    public const string Live = "live";

    /// <summary>Name of the system's own meter.</summary>
    public const string Meter = "SelfHealing";

    // OpenTelemetry's own variable.
    private const string Collector = "OTEL_EXPORTER_OTLP_ENDPOINT";

    private static readonly string[] _ofTheHouse = ["/health", "/alive", "/metrics"];

    // Orleans' fourth source, Runtime, tells of every message of its own and is left out.
    private static readonly string[] _sources = ["Microsoft.Orleans.Application", "Microsoft.Orleans.Lifecycle", "Microsoft.Orleans.Storage", Meter];

    /// <summary>Adds telemetry, health checks, service discovery and resilient HTTP clients.</summary>
    /// <remarks>Traces, logs and metrics go to a collector only where <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> names one; metrics can be read at <c>/metrics</c> in any case.</remarks>
    public static TBuilder AddServiceDefaults<TBuilder>(this TBuilder builder)
        where TBuilder : IHostApplicationBuilder
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddHealthChecks().AddCheck("self", () => HealthCheckResult.Healthy(), [Live]);
        builder.Services.AddServiceDiscovery();
        builder.Services.ConfigureHttpClientDefaults(http =>
        {
            http.AddStandardResilienceHandler();
            http.AddServiceDiscovery();
        });
        builder.AddTelemetry();
        return builder;
    }

    /// <summary>Maps <c>/health</c> (ready for work), <c>/alive</c> (the process answers) and <c>/metrics</c> (Prometheus).</summary>
    public static WebApplication MapDefaultEndpoints(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        app.MapHealthChecks("/health", new HealthCheckOptions { ResponseWriter = WriteAsync });
        app.MapHealthChecks("/alive", new HealthCheckOptions { Predicate = check => check.Tags.Contains(Live), ResponseWriter = WriteAsync });
        app.MapPrometheusScrapingEndpoint("/metrics");
        return app;
    }

    /// <summary>Whether somebody collects traces and logs. Where nobody does, none are made: every call and every query would pay for them.</summary>
    public static bool HasCollector(IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        return !string.IsNullOrWhiteSpace(configuration[Collector]);
    }

    private static void AddTelemetry(this IHostApplicationBuilder builder)
    {
        var telemetry = builder.Services.AddOpenTelemetry().WithMetrics(metrics => metrics
            .AddAspNetCoreInstrumentation()
            .AddHttpClientInstrumentation()
            .AddRuntimeInstrumentation()
            .AddMeter("Microsoft.Orleans", "Npgsql", Meter)
            .AddPrometheusExporter());
        if (!HasCollector(builder.Configuration))
        {
            return;
        }

        builder.Logging.AddOpenTelemetry(logging => (logging.IncludeFormattedMessage, logging.IncludeScopes) = (true, true));
        telemetry
            .WithTracing(tracing => tracing
                .AddAspNetCoreInstrumentation(http => http.Filter = context => !IsOfTheHouse(context))
                .AddHttpClientInstrumentation()
                .AddNpgsql()
                .AddSource(_sources))
            .UseOtlpExporter();
    }

    /// <summary>Probes and scrapes come every few seconds and say nothing of the work.</summary>
    private static bool IsOfTheHouse(HttpContext context) => _ofTheHouse.Contains(context.Request.Path.Value, StringComparer.OrdinalIgnoreCase);

    /// <summary>One line a check that says more than its name; a probe reads the status code, a person the sentence.</summary>
    private static Task WriteAsync(HttpContext context, HealthReport report) => context.Response.WriteAsync(
        string.Join('\n', [report.Status.ToString(), .. report.Entries.Values.Select(entry => entry.Description).OfType<string>()]) + "\n");
}
