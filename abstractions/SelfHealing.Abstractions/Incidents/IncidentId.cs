using System.Security.Cryptography;

namespace SelfHealing.Incidents;

/// <summary>Names of incidents: <c>inc-</c> and ten characters of a lower-case alphabet without look-alikes, newest last when sorted.</summary>
/// <remarks>The prefix also keeps grain keys from parsing as hexadecimal, which collide in AdoNet grain storage.</remarks>
public static class IncidentId
{
    private const string Alphabet = "23456789abcdefghjkmnpqrstvwxyz";

    /// <summary>A new id from the time (seconds, six characters) and chance (four characters).</summary>
    public static string New(TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(time);
        Span<char> id = stackalloc char[10];
        var seconds = time.GetUtcNow().ToUnixTimeSeconds();
        for (var i = 5; i >= 0; i--, seconds /= Alphabet.Length)
        {
            id[i] = Alphabet[(int)(seconds % Alphabet.Length)];
        }

        RandomNumberGenerator.GetItems(Alphabet, id[6..]);
        return $"inc-{id}";
    }

    /// <summary>Whether <paramref name="text"/> has the form of an incident's id.</summary>
    public static bool IsValid(string? text) =>
        text is ['i', 'n', 'c', '-', .. var rest] && rest.Length is > 0 and <= 60 && rest.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');
}
