namespace SelfHealing.Models.Chat.Agents;

/// <summary>A rendered prompt.</summary>
/// <param name="Label">The template's name and version, for instance <c>root-cause@1</c>.</param>
/// <param name="Role">The agent that asks with it.</param>
/// <param name="System">What the model is and which rules it has; empty for a further message of a conversation.</param>
/// <param name="User">What it is asked.</param>
internal sealed record Prompt(string Label, string Role, string System, string User)
{
    /// <summary>The nonce of its data fences.</summary>
    public string Nonce { get; init; } = "";
}
