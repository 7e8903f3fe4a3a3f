using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;
using SelfHealing.Incidents;
using SelfHealing.Silo.Http;
using SelfHealing.Storage;

namespace SelfHealing.Silo.Clusters;

/// <summary>The gateway's own client of the cluster. It waits beside the server for database and silos, at the start and whenever all are gone.</summary>
internal sealed class ClusterConnection(
    ClusterSettings settings, IHostApplicationLifetime lifetime, ILoggerFactory loggers, ILogger<ClusterConnection> logger, TimeProvider time)
    : BackgroundService, IHealthCheck
{
    private static readonly TimeSpan LongestCall = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan LookAround = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan TryAgain = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private volatile IGrainFactory? _grains;
    private volatile string _missing = "The gateway has only begun to look for the cluster.";

    /// <summary>The grains of the cluster.</summary>
    /// <exception cref="ApiException">It was not found yet.</exception>
    public IGrainFactory Grains => _grains ?? throw new ApiException(StatusCodes.Status503ServiceUnavailable, _missing) { RetryAfter = TryAgain };

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (_grains is not { } grains)
        {
            return HealthCheckResult.Unhealthy(_missing);
        }

        try
        {
            // Any silo answers it, and only with the database.
            await grains.GetGrain<IIncidentsGrain>(IIncidentsGrain.Key).ListAsync(open: true, limit: 1, cancellationToken).WaitAsync(Patience, time, cancellationToken);
            return HealthCheckResult.Healthy($"A silo of the cluster '{settings.ClusterId}' answers.");
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return HealthCheckResult.Unhealthy(NoSilo("answers"), e);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            // A gateway that may not serve needs no cluster.
            var serves = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            using var _ = lifetime.ApplicationStarted.Register(serves.SetResult);
            await serves.Task.WaitAsync(stoppingToken);
            await ConnectAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            logger.LogDebug("The gateway stops.");
        }
    }

    private async Task ConnectAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            using var client = Build();
            try
            {
                await client.StartAsync(stoppingToken);
            }
            catch (StorageException e)
            {
                // Its message is a sentence without secrets. Whoever waits for the database waits for it here too.
                _missing = e.Message;
                logger.LogWarning("{Problem}", e.Message);
                await Task.Delay(TryAgain, time, stoppingToken);
                continue;
            }

            _grains = client.Services.GetRequiredService<IGrainFactory>();
            logger.LogInformation("Connected to the cluster '{Cluster}'.", settings.ClusterId);
            await Task.Delay(Timeout.InfiniteTimeSpan, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await client.StopAsync(CancellationToken.None);
        }
    }

    private IHost Build()
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { ApplicationName = "selfheal" });
        builder.Services.AddSingleton(loggers);
        builder.Services.AddSingleton(time);
        builder.UseOrleansClient(client =>
        {
            client.UsePostgresClustering(settings.ConnectionString);
            client.Configure<ClusterOptions>(cluster => (cluster.ClusterId, cluster.ServiceId) = (settings.ClusterId, settings.ServiceId));
            client.Configure<Orleans.Configuration.GatewayOptions>(gateways => gateways.GatewayListRefreshPeriod = LookAround);
            client.Configure<ClientMessagingOptions>(messaging => messaging.ResponseTimeout = LongestCall);
            client.UseConnectionRetryFilter(WaitForSiloAsync);
            client.AddActivityPropagation();
        });
        return builder.Build();
    }

    private async Task<bool> WaitForSiloAsync(Exception exception, CancellationToken cancellationToken)
    {
        _missing = NoSilo("is up");
        await Task.Delay(TryAgain, time, cancellationToken);
        return true;
    }

    private string NoSilo(string happens) =>
        $"No silo of the cluster '{settings.ClusterId}' {happens} in the database {settings.Database}. Start one with `selfheal silo`, or wait for it.";
}
