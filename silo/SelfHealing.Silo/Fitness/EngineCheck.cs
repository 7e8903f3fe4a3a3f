using SelfHealing.Sandboxes.Engine;

namespace SelfHealing.Silo.Fitness;

/// <summary>Code under test runs only in containers: without an engine there is nothing to do here.</summary>
internal sealed class EngineCheck(DockerEngine engine) : IFitnessCheck
{
    public Task<string?> WhyUnfitAsync(CancellationToken cancellationToken) => engine.WhySilentAsync(cancellationToken);
}
