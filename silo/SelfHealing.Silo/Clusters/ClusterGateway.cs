using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using SelfHealing.Silo.Http;

namespace SelfHealing.Silo.Clusters;

/// <summary>The door of a cluster for everybody who is no silo: a process of its own that serves the HTTP API and works on nothing.</summary>
public static class ClusterGateway
{
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(10);

    /// <summary>Builds a gateway from the settings file, the environment and the arguments (<c>--Key=value</c>), the later before the earlier.</summary>
    /// <param name="args">Settings by configuration key.</param>
    /// <param name="replace">Runs last on the services: tests put other ports in place here. Null replaces nothing.</param>
    /// <returns>The gateway, which has not started. It serves as soon as it is started, and answers 503 while no silo is there, at the start and later.</returns>
    /// <remarks>
    /// <c>/alive</c> says that it lives and <c>/health</c> that it reaches the cluster, or why not. Starting it fails with a
    /// <see cref="SettingsException"/> when other machines could call it without a token.
    /// </remarks>
    /// <exception cref="SettingsException">A setting is missing or cannot be used.</exception>
    public static WebApplication Build(string[] args, Action<IServiceCollection>? replace = null)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "selfheal" });
        builder.Configuration.AddClusterSettings(args);
        builder.WebHost.UseKestrelCore();
        builder.WebHost.UseUrls(ClusterSettings.UrlsOf(builder.Configuration));
        builder.Services.AddRoutingCore();
        builder.AddServiceDefaults();
        builder.Services.AddSelfHealingApi(builder.Configuration);
        builder.Services.AddSingleton(ClusterSettings.Read(builder.Configuration));
        builder.Services.AddSingleton<ClusterConnection>();
        builder.Services.AddHostedService(services => services.GetRequiredService<ClusterConnection>());
        builder.Services.AddTransient(services => services.GetRequiredService<ClusterConnection>().Grains);
        builder.Services.AddHealthChecks().AddCheck<ClusterConnection>("cluster");
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = StopTimeout);
        builder.Logging.AddConsoleOfAService();
        replace?.Invoke(builder.Services);
        var app = builder.Build();
        app.UseRouting();
        app.MapDefaultEndpoints();
        app.MapSelfHealingApi();
        return app;
    }
}
