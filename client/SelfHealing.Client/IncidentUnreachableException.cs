namespace SelfHealing.Client;

/// <summary>The silo that works on an incident cannot be reached. The incident itself is safe: it goes on wherever its data folder or cluster is served.</summary>
public sealed class IncidentUnreachableException(string incident, Exception? inner)
    : Exception($"The silo that works on {incident} cannot be reached any more. The incident is kept; watch it again, or resume it.", inner)
{
    /// <summary>The incident's id.</summary>
    public string Incident { get; } = incident;
}
