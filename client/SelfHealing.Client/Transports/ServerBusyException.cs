namespace SelfHealing.Client.Transports;

/// <summary>A server answered that it cannot serve now: no silo is reachable, or it stops.</summary>
internal sealed class ServerBusyException(string message, TimeSpan? retryAfter) : Exception(message)
{
    /// <summary>When it asked to be asked again; null when it did not say.</summary>
    public TimeSpan? RetryAfter { get; } = retryAfter;
}
