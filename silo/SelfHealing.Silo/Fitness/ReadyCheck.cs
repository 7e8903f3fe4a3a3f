using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace SelfHealing.Silo.Fitness;

/// <summary>What a probe is told: ready while the silo can work, else why it cannot.</summary>
internal sealed class ReadyCheck(SiloFitness fitness) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(fitness.Unfit is { } reason ? HealthCheckResult.Unhealthy(reason) : HealthCheckResult.Healthy());
}
