namespace SelfHealing.Repair.Ensemble;

/// <summary>Probability that a winner is right: a logistic function of eight features (Platt scaling of the vote).</summary>
/// <remarks>
/// The signs are part of the design: agreement, review, tests and lessons never lower the confidence, rivals, rank and size never raise it.
/// A recalibration keeps them (<see cref="ConfidenceFit"/>). Counts are capped where more of them says no more.
/// </remarks>
/// <param name="Bias">The logit before any feature.</param>
/// <param name="Share">Per unit of the winning cluster's share of the weight; at least 0.</param>
/// <param name="Agreement">Per agreeing voter after the first, up to three; at least 0.</param>
/// <param name="Rivals">Per rival behaviour, up to four; at most 0.</param>
/// <param name="Review">Per unit of review score; at least 0.</param>
/// <param name="Rank">Per natural logarithm of the winner's rank, up to rank 100; at most 0.</param>
/// <param name="Size">Per natural logarithm of the winner's size, up to 100 nodes; at most 0.</param>
/// <param name="Tests">Per natural logarithm of one more than the tests, up to 20; at least 0.</param>
/// <param name="Lesson">When memory suggested the winner; at least 0.</param>
public sealed record ConfidenceModel(
    double Bias, double Share, double Agreement, double Rivals, double Review, double Rank, double Size, double Tests, double Lesson)
{
    /// <summary>The coefficients in use.</summary>
    public static ConfidenceModel Default { get; } = new(
        Bias: -3.8, Share: 2.5, Agreement: 0.6, Rivals: -0.35, Review: 3.0, Rank: -0.15, Size: -0.15, Tests: 0.6, Lesson: 0.6);

    /// <summary>The confidence, 0 to 1.</summary>
    public double Of(ConfidenceFeatures features) =>
        1 / (1 + Math.Exp(-Vector(features).Zip(Coefficients, (x, w) => x * w).Sum()));

    internal IReadOnlyList<double> Coefficients => [Bias, Share, Agreement, Rivals, Review, Rank, Size, Tests, Lesson];

    internal static ConfidenceModel From(IReadOnlyList<double> w) => new(w[0], w[1], w[2], w[3], w[4], w[5], w[6], w[7], w[8]);

    internal static IReadOnlyList<double> Vector(ConfidenceFeatures features)
    {
        ArgumentNullException.ThrowIfNull(features);
        return
        [
            1,
            Math.Clamp(features.Share, 0, 1),
            Math.Clamp(features.Agreeing, 1, 4) - 1,
            Math.Clamp(features.Rivals, 0, 4),
            Math.Clamp(features.Review, 0, 1),
            Math.Log(Math.Clamp(features.Rank, 1, 100)),
            Math.Log(Math.Clamp(features.Size, 1, 100)),
            Math.Log(1 + Math.Clamp(features.Tests, 0, 20)),
            features.HasLesson ? 1 : 0,
        ];
    }
}
