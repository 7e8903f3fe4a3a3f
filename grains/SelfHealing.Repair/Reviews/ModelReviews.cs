using System.Security.Cryptography;
using System.Text;
using SelfHealing.Repair.Ensemble;
using SelfHealing.Repairs;

namespace SelfHealing.Repair.Reviews;

/// <summary>How the judgement of a chat model joins that of the built-in reviewer.</summary>
public static class ModelReviews
{
    /// <summary>Least share of the built-in score that a model's findings leave.</summary>
    public const double LeastShare = 0.5;

    private const int MostFindings = 8;

    /// <summary>Who reviews a candidate: one of the reviewers whose model did not write it, by turns; null when there is none.</summary>
    /// <remarks>A reviewer shares the errors of its own model. The turn depends on the candidate alone, so that a repeated step asks the same one.</remarks>
    /// <param name="reviewers">Names of the models that may review.</param>
    /// <param name="candidate">The candidate.</param>
    public static string? ReviewerOf(IReadOnlyList<string> reviewers, Candidate candidate)
    {
        ArgumentNullException.ThrowIfNull(reviewers);
        ArgumentNullException.ThrowIfNull(candidate);
        var others = reviewers.Where(r => r != VoterNames.ModelOf(candidate.Voter)).Distinct().Order(StringComparer.Ordinal).ToList();
        return others.Count == 0 ? null : others[(int)(BitConverter.ToUInt32(SHA256.HashData(Encoding.UTF8.GetBytes(candidate.Id))) % (uint)others.Count)];
    }

    /// <summary>The built-in review with what a model found: more findings and a lower score, never another permission.</summary>
    /// <param name="builtIn">The built-in review.</param>
    /// <param name="model">The model's.</param>
    public static Review Joined(Review builtIn, Review model)
    {
        ArgumentNullException.ThrowIfNull(builtIn);
        ArgumentNullException.ThrowIfNull(model);
        var findings = model.Findings.Where(f => f.Rule.StartsWith("model/", StringComparison.Ordinal)).Take(MostFindings);
        var share = double.IsFinite(model.Score) ? Math.Clamp(model.Score, LeastShare, 1) : 1;
        return builtIn with { Findings = [.. builtIn.Findings, .. findings], Score = builtIn.Score * share };
    }
}
