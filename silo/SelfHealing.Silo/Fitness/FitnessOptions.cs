using System.ComponentModel.DataAnnotations;

namespace SelfHealing.Silo.Fitness;

/// <summary>What a silo needs to take work, and how much it takes. Section <c>SelfHealing:Fitness</c>.</summary>
public sealed class FitnessOptions
{
    /// <summary>How often the silo looks after itself and tells the others.</summary>
    /// <value>From 0.5 to 10 seconds, because a silo that says nothing for 15 does not count. The default value is 5 seconds.</value>
    [Range(typeof(TimeSpan), "00:00:00.5", "00:00:10")]
    public TimeSpan Every { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Free space on the disk of the data folder below which the silo takes no work.</summary>
    /// <value>Mebibytes, from 0 to 1048576. The default value is 1024.</value>
    [Range(0, 1 << 20)]
    public int FreeDiskMegabytes { get; set; } = 1024;

    /// <summary>Incidents that the silo works on at once.</summary>
    /// <value>From 0 to 100000, where 0 stands for <c>SelfHealing:Admission:PlacesPerSilo</c>. The default value is 0.</value>
    [Range(0, 100_000)]
    public int Places { get; set; }
}
