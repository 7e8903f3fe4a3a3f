using System.Security.Cryptography;
using System.Text;

namespace SelfHealing.Grains.Repositories;

/// <summary>Keys of repository grains.</summary>
internal static class RepositoryKey
{
    /// <summary><c>repo-</c> and a digest: URLs may hold secrets, and keys are logged.</summary>
    public static string Of(string repository) =>
        $"repo-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(repository)))[..24]}";
}
