using System.ComponentModel.DataAnnotations;

namespace SelfHealing.Client;

/// <summary>How a client behaves when what it speaks to goes away.</summary>
public sealed class SelfHealingClientOptions
{
    /// <summary>Longest time that one call may take with all its repetitions, before it ends with a <see cref="SelfHealingUnreachableException"/>.</summary>
    /// <value>From 1 second to 1 hour. The default value is 1 minute.</value>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan CallTimeout { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How often a watch reopens in a row without hearing anything before it gives up.</summary>
    /// <value>From 0 to 1000. The default value is 30: with the default waits, two minutes.</value>
    [Range(0, 1000)]
    public int ReopenAttempts { get; set; } = 30;

    /// <summary>Wait before the first reopening or repetition; it doubles with every further one, up to <see cref="LongestReopenDelay"/>.</summary>
    /// <value>From 1 millisecond to 1 minute. The default value is 200 milliseconds.</value>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:01:00")]
    public TimeSpan ReopenDelay { get; set; } = TimeSpan.FromMilliseconds(200);

    /// <summary>Longest wait between two reopenings or repetitions.</summary>
    /// <value>From 1 millisecond to 10 minutes. The default value is 5 seconds.</value>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:10:00")]
    public TimeSpan LongestReopenDelay { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a watch hears nothing before it asks what is recorded: a silo that was killed does not say that its stream is over.
    /// The wait doubles while there is nothing new, up to six times this.</summary>
    /// <value>From 100 milliseconds to 10 minutes. The default value is 5 seconds.</value>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:10:00")]
    public TimeSpan Silence { get; set; } = TimeSpan.FromSeconds(5);
}
