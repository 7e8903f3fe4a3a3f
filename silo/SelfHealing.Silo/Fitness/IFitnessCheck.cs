namespace SelfHealing.Silo.Fitness;

/// <summary>One thing that a silo needs in order to work.</summary>
public interface IFitnessCheck
{
    /// <summary>Why the silo cannot work, in a sentence with what to do; null when it can.</summary>
    /// <param name="cancellationToken">Ends the check; one that does not answer in time counts as bad.</param>
    Task<string?> WhyUnfitAsync(CancellationToken cancellationToken);
}
