namespace SelfHealing.Repair.Agentic;

/// <summary>One turn of an agent that works by commands.</summary>
/// <param name="Reply">What the model wrote.</param>
/// <param name="Action">The command that it chose; empty when the reply held none.</param>
/// <param name="Observation">What came of it, as the model sees it.</param>
/// <param name="IsError">True when the command failed or there was none.</param>
public sealed record AgentStep(string Reply, string Action, string Observation, bool IsError);
