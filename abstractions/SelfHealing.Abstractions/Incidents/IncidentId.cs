using System.Numerics;
using System.Security.Cryptography;
using System.Text;

namespace SelfHealing.Incidents;

/// <summary>Names of incidents: <c>inc-</c> and characters of a lower-case alphabet without look-alikes: sixteen, newest last when sorted, or twenty for a caller's key.</summary>
/// <remarks>The prefix also keeps grain keys from parsing as hexadecimal, which collide in AdoNet grain storage.</remarks>
public static class IncidentId
{
    private const string Alphabet = "23456789abcdefghjkmnpqrstvwxyz";
    private const int TimeLength = 6;

    // 49 bits beside the second: where a thousand are made each second, two meet in one second of a billion.
    private const int ChanceLength = 10;

    // 98 bits: no two keys ever meet, and none meets an id made of time and chance, which is shorter.
    private const int KeyedLength = 20;

    /// <summary>A new id from the time (seconds, six characters) and chance (ten characters).</summary>
    public static string New(TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(time);
        Span<char> id = stackalloc char[TimeLength + ChanceLength];
        var seconds = time.GetUtcNow().ToUnixTimeSeconds();
        for (var i = TimeLength - 1; i >= 0; i--, seconds /= Alphabet.Length)
        {
            id[i] = Alphabet[(int)(seconds % Alphabet.Length)];
        }

        RandomNumberGenerator.GetItems(Alphabet, id[TimeLength..]);
        return $"inc-{id}";
    }

    /// <summary>The id of the incident that a caller names by a key of its own: the same tenant and key always give the same id, wherever it is asked.</summary>
    /// <param name="tenant">Who pays for the incident; another tenant's keys are other incidents.</param>
    /// <param name="key">The caller's key, for instance an alert's id and the time when it began.</param>
    /// <exception cref="ArgumentException">The tenant or the key is empty.</exception>
    public static string Of(string tenant, string key)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(tenant);
        ArgumentException.ThrowIfNullOrWhiteSpace(key);
        var number = new BigInteger(SHA256.HashData(Encoding.UTF8.GetBytes($"{tenant.Length}:{tenant}{key}")), isUnsigned: true, isBigEndian: true);
        Span<char> id = stackalloc char[KeyedLength];
        foreach (ref var letter in id)
        {
            (number, var index) = BigInteger.DivRem(number, Alphabet.Length);
            letter = Alphabet[(int)index];
        }

        return $"inc-{id}";
    }

    /// <summary>Whether <paramref name="text"/> has the form of an incident's id.</summary>
    public static bool IsValid(string? text) =>
        text is ['i', 'n', 'c', '-', .. var rest] && rest.Length is > 0 and <= 60 && rest.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');
}
