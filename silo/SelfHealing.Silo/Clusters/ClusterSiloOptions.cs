using System.ComponentModel.DataAnnotations;

namespace SelfHealing.Silo.Clusters;

/// <summary>How patient silos of a cluster are with each other. Section <c>SelfHealing:Cluster</c>.</summary>
public sealed class ClusterSiloOptions
{
    /// <summary>How often a silo asks another whether it lives, and how long it waits for the answer.</summary>
    /// <value>From 0.2 seconds to 1 minute. The default value is 1 second.</value>
    [Range(typeof(TimeSpan), "00:00:00.2", "00:01:00")]
    public TimeSpan ProbeEvery { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Unanswered questions after which a silo is declared dead. Its incidents go on elsewhere from then.</summary>
    /// <value>From 1 to 100. The default value is 3. More of them spare a silo on a machine that is short of processors.</value>
    [Range(1, 100)]
    public int MissedProbes { get; set; } = 3;

    /// <summary>How long a silo that was asked to stop may take to hand its work over.</summary>
    /// <value>From 1 second to 10 minutes. The default value is 30 seconds.</value>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan StopTimeout { get; set; } = TimeSpan.FromSeconds(30);
}
