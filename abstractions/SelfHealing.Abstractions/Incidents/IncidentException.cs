namespace SelfHealing.Incidents;

/// <summary>What was asked of an incident cannot be done; the message says why and what to do.</summary>
[GenerateSerializer, Alias("IncidentException")]
public sealed class IncidentException(string message) : Exception(message);
