using System.Security.Cryptography;
using System.Text;

namespace SelfHealing.Repair.Admission;

/// <summary>Keys of repositories: of their grains, and in the queue.</summary>
public static class RepositoryKey
{
    /// <summary><c>repo-</c> and a digest: URLs may hold secrets, and keys are logged.</summary>
    public static string Of(string repository) =>
        $"repo-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(repository)))[..24]}";
}
