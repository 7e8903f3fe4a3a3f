namespace SelfHealing.Client;

/// <summary>Nobody answered for as long as <see cref="SelfHealingClientOptions.CallTimeout"/> allows, or who answered is no gateway of the system. What is recorded is safe.</summary>
public class SelfHealingUnreachableException : Exception
{
    /// <summary>Nobody answered.</summary>
    /// <param name="inner">What the last attempt met.</param>
    public SelfHealingUnreachableException(Exception? inner)
        : this($"No silo or gateway answered{(inner is null ? "" : $" ({Line(inner)})")}. Check that it runs and that its address is right, then try again.", inner)
    {
    }

    /// <summary>Who answered cannot be used.</summary>
    /// <param name="message">What happened, and what to do.</param>
    /// <param name="inner">What the last attempt met; null for nothing.</param>
    public SelfHealingUnreachableException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }

    private protected static string Line(Exception inner) => inner.Message.Split('\n')[0].Trim().TrimEnd('.');
}

/// <summary>The silo that works on an incident cannot be reached. The incident itself is safe: it goes on wherever its data folder or cluster is served.</summary>
/// <param name="incident">The incident's id.</param>
/// <param name="inner">What the last attempt met.</param>
public sealed class IncidentUnreachableException(string incident, Exception? inner)
    : SelfHealingUnreachableException(
        $"The silo that works on {incident} cannot be reached any more{(inner is null ? "" : $" ({Line(inner)})")}. The incident is kept; watch it again, or resume it.", inner)
{
    /// <summary>The incident's id.</summary>
    public string Incident { get; } = incident;
}
