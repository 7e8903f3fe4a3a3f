namespace SelfHealing.Grains.Calls;

/// <summary>What is kept of the calls of chat models. Section <c>SelfHealing:Calls</c>.</summary>
public sealed class CallOptions
{
    /// <summary>Whether the text of prompts and replies is kept after an incident's end, secrets removed, for <c>show --calls --content</c> and for replay.</summary>
    /// <value>
    /// False keeps no prompt at all, and replies only while the incident is open or may be resumed, so that an interrupted step need not pay twice.
    /// The default value is true.
    /// </value>
    public bool KeepContent { get; set; } = true;
}
