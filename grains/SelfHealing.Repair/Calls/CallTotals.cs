using SelfHealing.Models;

namespace SelfHealing.Repair.Calls;

/// <summary>Sums over calls.</summary>
/// <param name="Calls">Calls, those without a reply included.</param>
/// <param name="Faults">Calls that brought no reply.</param>
/// <param name="InputTokens">Tokens read, cached ones included.</param>
/// <param name="CachedTokens">Tokens that a vendor's cache answered.</param>
/// <param name="OutputTokens">Tokens written.</param>
/// <param name="Cost">US dollars.</param>
/// <param name="Latency">Sum of the times that the calls took; calls side by side both count.</param>
public sealed record CallTotals(int Calls, int Faults, long InputTokens, long CachedTokens, long OutputTokens, decimal Cost, TimeSpan Latency)
{
    /// <summary>No calls.</summary>
    public static CallTotals None { get; } = new(0, 0, 0, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The sums with one more call. What a replayed call used before was paid before.</summary>
    public CallTotals Plus(ModelCall call)
    {
        ArgumentNullException.ThrowIfNull(call);
        return new CallTotals(
            Calls + 1, Faults + (call.Fault is null ? 0 : 1), InputTokens + call.InputTokens, CachedTokens + call.CachedTokens,
            OutputTokens + call.OutputTokens, Cost + call.Cost, Latency + call.Latency);
    }

    /// <summary>The sums of both.</summary>
    public CallTotals Plus(CallTotals other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return new CallTotals(
            Calls + other.Calls, Faults + other.Faults, InputTokens + other.InputTokens, CachedTokens + other.CachedTokens,
            OutputTokens + other.OutputTokens, Cost + other.Cost, Latency + other.Latency);
    }
}
