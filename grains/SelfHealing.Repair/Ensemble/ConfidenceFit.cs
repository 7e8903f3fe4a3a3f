namespace SelfHealing.Repair.Ensemble;

/// <summary>Recalibrates the confidence on measured outcomes.</summary>
public static class ConfidenceFit
{
    private const int Steps = 5000;
    private const double Rate = 0.1;

    // Pull towards the starting model per outcome: few outcomes change little.
    private const double Shrinkage = 2;

    private static readonly int[] s_signs = [0, +1, +1, -1, +1, -1, -1, +1, +1];

    /// <summary>Logistic regression by gradient descent, shrunk towards <paramref name="start"/> and held to its signs.</summary>
    /// <param name="start">The model in use.</param>
    /// <param name="outcomes">Features of past winners, and whether each was right.</param>
    public static ConfidenceModel To(ConfidenceModel start, IReadOnlyCollection<(ConfidenceFeatures Features, bool WasRight)> outcomes)
    {
        ArgumentNullException.ThrowIfNull(start);
        ArgumentNullException.ThrowIfNull(outcomes);
        var data = outcomes.Select(o => (X: ConfidenceModel.Vector(o.Features), Y: o.WasRight ? 1.0 : 0.0)).ToList();
        double[] origin = [.. start.Coefficients];
        double[] w = [.. origin];
        for (var step = 0; step < Steps; step++)
        {
            var gradient = w.Select((value, i) => Shrinkage * (value - origin[i])).ToArray();
            foreach (var (x, y) in data)
            {
                var error = (1 / (1 + Math.Exp(-x.Zip(w, (a, b) => a * b).Sum()))) - y;
                for (var i = 0; i < w.Length; i++)
                {
                    gradient[i] += error * x[i];
                }
            }

            for (var i = 0; i < w.Length; i++)
            {
                w[i] -= Rate * gradient[i] / (data.Count + Shrinkage);
                w[i] = s_signs[i] switch { > 0 => Math.Max(0, w[i]), < 0 => Math.Min(0, w[i]), _ => w[i] };
            }
        }

        return ConfidenceModel.From(w);
    }
}
