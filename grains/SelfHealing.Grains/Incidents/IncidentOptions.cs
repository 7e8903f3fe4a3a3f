using System.ComponentModel.DataAnnotations;

namespace SelfHealing.Grains.Incidents;

/// <summary>How incidents are driven. Section <c>SelfHealing:Incidents</c>.</summary>
public sealed class IncidentOptions
{
    /// <summary>Whether incidents that a dead process left go on by themselves.</summary>
    /// <value>False leaves them until somebody resumes them, and what waited for its turn too. The default value is true.</value>
    public bool AutoResume { get; set; } = true;

    /// <summary>Wait before a failed step is tried again; doubled for each further attempt.</summary>
    /// <value>The default value is 1 second.</value>
    [Range(typeof(TimeSpan), "00:00:00", "00:10:00")]
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Share of an incident's wall-clock budget after which searches stop, so that what they found can still be voted on, proved and pushed.</summary>
    /// <value>From 0.1 to 1. The default value is 0.8.</value>
    [Range(0.1, 1)]
    public double SearchShare { get; set; } = 0.8;
}
