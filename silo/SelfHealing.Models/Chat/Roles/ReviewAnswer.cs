using SelfHealing.Models.Chat.Agents;
using SelfHealing.Repairs;

namespace SelfHealing.Models.Chat.Roles;

/// <summary>What a reviewer answers.</summary>
/// <param name="Verdict"><c>correct</c>, <c>wrong</c> or <c>unsure</c>.</param>
/// <param name="Findings">The defects that were found.</param>
internal sealed record ReviewAnswer(string Verdict, IReadOnlyList<FindingAnswer> Findings)
{
    private const int MostFindings = 8;
    private const int MostCharacters = 400;

    private static readonly string[] s_kinds =
        ["root-cause", "overfit", "regression", "edge-case", "incomplete", "wrong-demand", "too-strict", "too-weak", "fragile"];

    private static readonly Func<string, Reading<ReviewAnswer>> s_reader = JsonReply.Reader<ReviewAnswer>(answer =>
        answer.Verdict is "correct" or "wrong" or "unsure" ? null : "verdict must be \"correct\", \"wrong\" or \"unsure\".");

    /// <summary>From 1 for a clean bill down to 0.5.</summary>
    public double Score => Verdict switch
    {
        "wrong" => 0.5,
        "unsure" => 0.8,
        _ => Findings.Count > 0 ? 0.9 : 1,
    };

    /// <summary>The findings as sentences.</summary>
    public string Words => string.Join('\n', Sound.Select(f => $"{f.Kind}: {f.Problem}"));

    private IEnumerable<FindingAnswer> Sound => Findings.OfType<FindingAnswer>().Take(MostFindings)
        .Select(f => new FindingAnswer(s_kinds.Contains(f.Kind) ? f.Kind : "other", Line(f.Problem)));

    /// <summary>Reads a reply.</summary>
    public static Reading<ReviewAnswer> Read(string reply) => s_reader(reply);

    /// <summary>The review: it never forbids.</summary>
    public Review ToReview(string reviewer) => new(
        Allowed: true, [.. Sound.Select(f => new ReviewFinding($"model/{f.Kind}", $"{reviewer} finds: {f.Problem}"))], Score);

    private static string Line(string text)
    {
        var line = string.Concat(text.Take(MostCharacters).Select(c => char.IsControl(c) || char.GetUnicodeCategory(c) == System.Globalization.UnicodeCategory.Format ? ' ' : c)).Trim();
        return text.Length > MostCharacters ? $"{line}…" : line;
    }
}

/// <summary>One defect.</summary>
internal sealed record FindingAnswer(string Kind, string Problem);
