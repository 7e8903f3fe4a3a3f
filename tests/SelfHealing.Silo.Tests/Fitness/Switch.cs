using SelfHealing.Silo.Fitness;

namespace SelfHealing.Silo.Tests.Fitness;

/// <summary>A thing that a silo needs, and that a test takes away.</summary>
internal sealed class Switch : IFitnessCheck
{
    public string? Reason { get; set; }

    public Task<string?> WhyUnfitAsync(CancellationToken cancellationToken) => Task.FromResult(Reason);
}
