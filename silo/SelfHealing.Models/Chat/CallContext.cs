namespace SelfHealing.Models.Chat;

/// <summary>On whose behalf a model is called.</summary>
/// <param name="Incident">The incident's id.</param>
/// <param name="Tenant">Who pays.</param>
/// <param name="Step">The step's id.</param>
/// <param name="Agent">The agent that asks, for instance <c>coder</c>.</param>
/// <param name="Prompt">The prompt's name and version, for instance <c>agentless-edits@2</c>.</param>
internal sealed record CallContext(string Incident, string Tenant, string Step, string Agent, string Prompt)
{
    /// <summary>Marks of untrusted text in this context's prompts; left out of digests.</summary>
    public string Nonce { get; init; } = "";

    /// <summary>Number of the context's first call among those of its step, from 1: contexts that run side by side in one step take different ranges.</summary>
    public int FirstCall { get; init; } = 1;
}
