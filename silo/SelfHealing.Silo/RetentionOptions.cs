using System.ComponentModel.DataAnnotations;

namespace SelfHealing.Silo;

/// <summary>How long what is over is kept. Section <c>SelfHealing:Retention</c>.</summary>
public sealed class RetentionOptions
{
    /// <summary>How long the history of an incident is kept after its end. Lessons, branches and incidents that wait for a person stay.</summary>
    /// <value>From 1 hour to 10 years. The default value is 90 days.</value>
    [Range(typeof(TimeSpan), "01:00:00", "3650.00:00:00")]
    public TimeSpan ClosedIncidents { get; set; } = TimeSpan.FromDays(90);
}
