using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace SelfHealing.Silo.Clusters;

/// <summary>Refuses to start with another time than everybody else has. Whether the database can be used, the storage has looked before.</summary>
internal sealed class StartCheck(DatabaseDoor database, ILogger<StartCheck> logger) : IHostedLifecycleService
{
    /// <exception cref="SettingsException">The clocks are too far apart.</exception>
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        var clocks = await database.ReadClockAsync(cancellationToken);
        if (clocks.Apart > ClockReading.Unusable)
        {
            throw new SettingsException($"The silo does not start with such a clock: it would take living silos for dead and deadlines for over. {clocks}");
        }

        if (clocks.Apart > ClockReading.Worrying)
        {
            logger.LogWarning("{Clocks}", clocks);
        }
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
