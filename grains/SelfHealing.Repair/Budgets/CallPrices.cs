using SelfHealing.Models;

namespace SelfHealing.Repair.Budgets;

/// <summary>What a model costs.</summary>
/// <param name="Input">US dollars for a million tokens read.</param>
/// <param name="Output">US dollars for a million tokens written.</param>
/// <param name="CachedInput">US dollars for a million tokens that the vendor's cache answered; null for <paramref name="Input"/>.</param>
public sealed record CallPrices(decimal Input, decimal Output, decimal? CachedInput = null)
{
    private const decimal Million = 1_000_000;

    /// <summary>The price of a call in US dollars.</summary>
    /// <param name="input">Tokens read, <paramref name="cached"/> included.</param>
    /// <param name="cached">Tokens among them that the cache answered.</param>
    /// <param name="output">Tokens written.</param>
    public decimal Of(long input, long cached, long output)
    {
        var fromCache = Math.Clamp(cached, 0, Math.Max(0, input));
        return ((input - fromCache) * Input + fromCache * (CachedInput ?? Input) + output * Output) / Million;
    }

    /// <summary>The most that a call may use: a price above that of input for cached tokens (some vendors charge for writing the cache) is taken for all of them.</summary>
    /// <param name="input">Tokens that are sent, as <see cref="CallEstimate"/> counts them.</param>
    /// <param name="output">Most tokens that may be written.</param>
    public CallUse Most(long input, long output) =>
        new(input + output, Math.Max(Of(input, 0, output), Of(input, input, output)));
}
