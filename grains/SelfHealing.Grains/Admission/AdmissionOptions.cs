using System.ComponentModel.DataAnnotations;
using SelfHealing.Repair.Admission;

namespace SelfHealing.Grains.Admission;

/// <summary>How many incidents run and wait. Section <c>SelfHealing:Admission</c>.</summary>
public sealed class AdmissionOptions
{
    /// <summary>Incidents that one silo works on at once. Most of the time an incident waits for models or its sandbox, which have limits of their own.</summary>
    /// <value>From 1 to 100000. The default value is four for each processor, and 8 at least.</value>
    [Range(1, 100_000)]
    public int PlacesPerSilo { get; set; } = Math.Max(8, 4 * Environment.ProcessorCount);

    /// <summary>Incidents of one repository that run at once, over all silos.</summary>
    /// <value>From 1 to 1000000. The default value is 16.</value>
    [Range(1, 1_000_000)]
    public int MaxRunningPerRepository { get; set; } = 16;

    /// <summary>Incidents of one tenant that run at once, over all silos.</summary>
    /// <value>From 1 to 1000000. The default value is 1000000: all places, while nobody else wants one.</value>
    [Range(1, 1_000_000)]
    public int MaxRunningPerTenant { get; set; } = 1_000_000;

    /// <summary>Incidents that wait for their turn; what comes beyond is refused.</summary>
    /// <value>From 0 to 10000000. The default value is 100000.</value>
    [Range(0, 10_000_000)]
    public int MaxQueued { get; set; } = 100_000;

    /// <summary>Incidents of one tenant that wait for their turn; what comes beyond is refused.</summary>
    /// <value>From 0 to 10000000. The default value is 50000.</value>
    [Range(0, 10_000_000)]
    public int MaxQueuedPerTenant { get; set; } = 50_000;

    /// <summary>How much of the places each tenant is due beside the others, by tenant.</summary>
    /// <value>Above 0, 1000 at most. A tenant that is not named weighs 1.</value>
    public Dictionary<string, double> Weights { get; } = new(StringComparer.Ordinal);

    /// <summary>Whether a report of a trouble that an open incident of the same tenant repairs is joined to that one instead of being repaired again.</summary>
    /// <value>The default value is true.</value>
    public bool JoinDuplicates { get; set; } = true;

    internal bool HasGoodWeights => Weights.Values.All(w => w is > 0 and <= 1000);

    internal AdmissionLimits Limits => new()
    {
        RunningPerRepository = MaxRunningPerRepository,
        RunningPerTenant = MaxRunningPerTenant,
        Queued = MaxQueued,
        QueuedPerTenant = MaxQueuedPerTenant,
        JoinsDuplicates = JoinDuplicates,
        Weights = Weights,
    };
}
