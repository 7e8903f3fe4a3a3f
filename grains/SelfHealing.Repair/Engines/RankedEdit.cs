using System.Security.Cryptography;
using System.Text;
using SelfHealing.Repairs;

namespace SelfHealing.Repair.Engines;

/// <summary>One or two edits that an engine wants tested together.</summary>
/// <param name="Atoms">The edits, apart from each other.</param>
/// <param name="Score">Suspiciousness × prior × likelihood ÷ size; only comparable within the edit space.</param>
/// <param name="Lesson">The incident whose lesson suggested it, or null.</param>
public sealed record RankedEdit(IReadOnlyList<EditAtom> Atoms, double Score, string? Lesson = null)
{
    /// <summary>What stands between the parts of <see cref="Before"/> and <see cref="After"/>.</summary>
    public const string Separator = " ;; ";

    /// <summary>The change.</summary>
    public Patch Patch => new([.. Atoms.SelectMany(a => a.Edits).OrderBy(e => e.Path, StringComparer.Ordinal).ThenBy(e => e.Start)]);

    /// <summary>Equal for candidates that make the same program.</summary>
    public string NormalForm => Atoms.Count == 1 ? Atoms[0].NormalForm : Digest(Atoms.Select(a => a.NormalForm).Order(StringComparer.Ordinal));

    /// <summary>Operators it is made of.</summary>
    public IReadOnlyList<string> Operators => [.. Atoms.Select(a => a.Operator)];

    /// <summary>Size in changed syntax nodes.</summary>
    public double Size => Atoms.Sum(a => a.Size);

    /// <summary>What is replaced.</summary>
    public string Before => string.Join(Separator, Atoms.Select(a => a.Before));

    /// <summary>By what.</summary>
    public string After => string.Join(Separator, Atoms.Select(a => a.After));

    private static string Digest(IEnumerable<string> forms) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('+', forms))))[..32];
}
