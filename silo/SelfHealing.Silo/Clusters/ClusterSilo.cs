using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SelfHealing.Silo.Fitness;
using SelfHealing.Silo.Reaping;
using SelfHealing.Silo.Telemetry;
using SelfHealing.Storage;

namespace SelfHealing.Silo.Clusters;

/// <summary>One of many silos on PostgreSQL: a process of its own that works on incidents and tells how it fares over HTTP.</summary>
public static class ClusterSilo
{
    /// <summary>Builds a silo from the settings file, the environment and the arguments (<c>--Key=value</c>), the later before the earlier.</summary>
    /// <param name="args">Settings by configuration key.</param>
    /// <param name="replace">Runs last on the services: tests put other ports in place here. Null replaces nothing.</param>
    /// <returns>The silo, which has not started. Its addresses are known once it has.</returns>
    /// <remarks>
    /// Starting it fails with a <see cref="SettingsException"/> when this machine's clock is minutes off, and with a <see cref="StorageException"/> when
    /// the database cannot be used; their messages are for people. It stops at SIGTERM and hands its work over.
    /// </remarks>
    /// <exception cref="SettingsException">A setting is missing or cannot be used.</exception>
    public static WebApplication Build(string[] args, Action<IServiceCollection>? replace = null)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "selfheal" });
        var folder = builder.Configuration.AddClusterSettings(args);
        var settings = ClusterSettings.Read(builder.Configuration);
        builder.WebHost.UseKestrelCore();
        builder.WebHost.UseUrls(ClusterSettings.UrlsOf(builder.Configuration));
        builder.Services.AddRoutingCore();
        builder.AddServiceDefaults();
        builder.Services.AddSelfHealing(builder.Configuration, folder, autoResume: true);
        builder.Services.AddSingleton(folder);
        builder.Services.AddSingleton(settings);
        builder.Services.AddSingleton<DatabaseDoor>();
        builder.Services.AddOptions<ClusterSiloOptions>().Bind(builder.Configuration.GetSection("SelfHealing:Cluster")).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddOptions<HostOptions>().Configure<IOptions<ClusterSiloOptions>>((host, cluster) => host.ShutdownTimeout = cluster.Value.StopTimeout);
        builder.Logging.AddConsoleOfAService();
        builder.UseOrleans(silo => silo.AddCluster(settings, builder.Configuration));
        builder.Services.AddHostedService<StartCheck>();
        builder.Services.AddFitness(builder.Configuration);
        builder.Services.AddReaping(builder.Configuration, settings);
        builder.Services.AddClusterMetrics();
        replace?.Invoke(builder.Services);
        var app = builder.Build();
        app.UseRouting();
        app.MapDefaultEndpoints();
        return app;
    }

    /// <summary>Standard output, which a supervisor, a container's log or systemd keeps: what people should know, a line each.</summary>
    internal static void AddConsoleOfAService(this ILoggingBuilder logging)
    {
        logging.AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.UseUtcTimestamp = true;
            console.TimestampFormat = "HH:mm:ss ";
        });
        logging.AddFilter("Orleans", LogLevel.Warning);
        logging.AddFilter("Microsoft", LogLevel.Warning);
        logging.AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Information);
        logging.AddFilter("Polly", LogLevel.Warning);
    }

    /// <summary>The settings of a process of the cluster: the data folder's file, then the environment, then the arguments.</summary>
    internal static DataFolder AddClusterSettings(this IConfigurationManager configuration, string[] args)
    {
        var given = new ConfigurationBuilder().AddEnvironmentVariables().AddCommandLine(args).Build();
        var folder = DataFolder.Open(given["SelfHealing:DataFolder"] is { Length: > 0 } named ? named : DataFolder.DefaultPath);
        configuration.AddSettingsFile(folder, given[SettingsFile.Variable]);
        configuration.AddEnvironmentVariables("ASPNETCORE_");
        configuration.AddEnvironmentVariables();
        configuration.AddCommandLine(args);
        return folder;
    }
}
