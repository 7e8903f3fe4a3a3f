namespace SelfHealing.Models;

/// <summary>A chat model could not be used for one call. Whoever asked abstains or asks another; it is never counted as a failed fix.</summary>
/// <param name="fault">What kind of fault it was.</param>
/// <param name="message">What happened, to which model, and what to do. Holds no key and no text of a prompt or reply.</param>
/// <param name="retryAfter">How long the vendor asks to wait; null when it did not say.</param>
/// <param name="inner">The cause.</param>
[GenerateSerializer, Alias("ModelException")]
public sealed class ModelException(ModelFault fault, string message, TimeSpan? retryAfter = null, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>What kind of fault it was.</summary>
    [Id(0)] public ModelFault Fault { get; } = fault;

    /// <summary>How long the vendor asks to wait; null when it did not say.</summary>
    [Id(1)] public TimeSpan? RetryAfter { get; } = retryAfter;
}
