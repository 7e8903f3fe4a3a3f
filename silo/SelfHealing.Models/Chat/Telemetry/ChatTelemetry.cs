namespace SelfHealing.Models.Chat.Telemetry;

/// <summary>What a host subscribes to for the spans and metrics of calls, by the GenAI conventions of OpenTelemetry.</summary>
public static class ChatTelemetry
{
    /// <summary>Name of the activity source (spans <c>chat {model}</c>) and of the meter (<c>gen_ai.client.token.usage</c>, <c>gen_ai.client.operation.duration</c>).</summary>
    /// <remarks>They hold names, counts and times, and never a prompt, a reply or a key.</remarks>
    public const string Source = "SelfHealing.Chat";
}
