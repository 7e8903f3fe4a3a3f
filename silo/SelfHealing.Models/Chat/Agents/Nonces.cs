using System.Security.Cryptography;
using System.Text;

namespace SelfHealing.Models.Chat.Agents;

/// <summary>Makes the marks of untrusted text, from a secret that this process alone has.</summary>
/// <remarks>The same within a process for the same step, so that the prompts of a step share what a vendor can cache; unknown to whoever wrote the text.</remarks>
internal sealed class Nonces
{
    private readonly byte[] _secret = RandomNumberGenerator.GetBytes(32);

    /// <summary>The mark of an incident's step: 24 hexadecimal digits.</summary>
    public string Of(string incident, string step) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(_secret, Encoding.UTF8.GetBytes($"{incident}\n{step}")).AsSpan(0, 12));
}
