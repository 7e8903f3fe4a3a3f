using System.ComponentModel.DataAnnotations;

namespace SelfHealing.Silo.Reaping;

/// <summary>How often a silo of a cluster tidies up, and how long it keeps what it may need again. Section <c>SelfHealing:Reaping</c>.</summary>
public sealed class ReapingOptions
{
    /// <summary>How often containers and clones that nobody needs are looked for, beside the start of the silo and the death of another.</summary>
    /// <value>From 1 second to 1 day. The default value is 3 minutes.</value>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan Every { get; set; } = TimeSpan.FromMinutes(3);

    /// <summary>How long a clone that no open incident uses is kept, because the next incident of its repository is then quick. On a low disk it goes at once.</summary>
    /// <value>From 0 seconds to 10 years. The default value is 7 days.</value>
    [Range(typeof(TimeSpan), "00:00:00", "3650.00:00:00")]
    public TimeSpan Clones { get; set; } = TimeSpan.FromDays(7);
}
