using System.ComponentModel.DataAnnotations;

namespace SelfHealing.Client;

/// <summary>How a client behaves when the silo that it speaks to goes away.</summary>
public sealed class SelfHealingClientOptions
{
    /// <summary>How often a watch reopens in a row without hearing anything before it gives up.</summary>
    /// <value>From 0 to 1000. The default value is 10.</value>
    [Range(0, 1000)]
    public int ReopenAttempts { get; set; } = 10;

    /// <summary>Wait before the first reopening; it doubles with every further one, up to <see cref="LongestReopenDelay"/>.</summary>
    /// <value>From 1 millisecond to 1 minute. The default value is 200 milliseconds.</value>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:01:00")]
    public TimeSpan ReopenDelay { get; set; } = TimeSpan.FromMilliseconds(200);

    /// <summary>Longest wait between two reopenings.</summary>
    /// <value>From 1 millisecond to 10 minutes. The default value is 5 seconds.</value>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:10:00")]
    public TimeSpan LongestReopenDelay { get; set; } = TimeSpan.FromSeconds(5);
}
