namespace SelfHealing.Client.Transports;

/// <summary>What a client and its handles have in common.</summary>
internal sealed class Connection(ITransport transport, SelfHealingClientOptions options, TimeProvider time)
{
    public ITransport Transport { get; } = transport;

    public Retries Retries { get; } = new(transport, options, time);

    public SelfHealingClientOptions Options { get; } = options;

    public TimeProvider Time { get; } = time;
}
