using System.Collections.Immutable;

namespace SelfHealing.Models.Chat.Secrets;

/// <summary>Takes secrets out of whatever goes to a vendor: keys that are known here, and what looks like one.</summary>
/// <param name="known">Values that are secret, such as those of <see cref="SecretVariables"/>.</param>
internal sealed class SecretScrubber(IEnumerable<string> known)
{
    /// <summary>What stands where a secret was.</summary>
    public const string Removed = "[secret removed]";

    /// <summary>Shorter values are words that stand in many a text.</summary>
    private const int Shortest = 8;

    private ImmutableArray<string> _known = Sorted(known);

    /// <summary>Makes a value known as a secret.</summary>
    public void Learn(string? secret)
    {
        if (secret is not null && !_known.Contains(secret))
        {
            ImmutableInterlocked.Update(ref _known, (now, added) => Sorted(now.Append(added)), secret);
        }
    }

    /// <summary>The text without its secrets; the same instance when it had none.</summary>
    public string Clean(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var clean = text;
        foreach (var secret in _known)
        {
            clean = clean.Replace(secret, Removed, StringComparison.Ordinal);
        }

        clean = SecretPatterns.Clean(clean, Removed);
        return string.Equals(clean, text, StringComparison.Ordinal) ? text : clean;
    }

    /// <summary>Longest first, because one secret may be the beginning of another.</summary>
    private static ImmutableArray<string> Sorted(IEnumerable<string> secrets) =>
        [.. secrets.Where(s => s.Length >= Shortest).Distinct(StringComparer.Ordinal).OrderByDescending(s => s.Length)];
}
