using SelfHealing.Memory;
using SelfHealing.Repairs;

namespace SelfHealing.Repair.Ensemble;

/// <summary>How much one voter says for one behaviour, and how several voters add up.</summary>
/// <remarks>
/// A voter's weight for a behaviour is that of its best candidate there: reputation × place × merit, each between 0 and 1.
/// Merit is review × quality × reproduction tests. The quality of an engine's candidate is its score relative to the highest of all engines, by its
/// square root as the priors behind it are rough, less a tenth per changed node. That of a chat model's is its score, the share of its own samples,
/// and its size, held between 0.71 and 1: nobody can check what a model says of itself, so no claim outweighs two voters that agree.
/// </remarks>
internal sealed class VoterWeights
{
    /// <summary>What the second voter of the same model adds, relative to the first; the third adds this share of the second, and so on.</summary>
    /// <remarks>Strategies of one model share its errors: however many agree, they count for less than twice the best of them.</remarks>
    public const double SameModel = 0.5;

    // Weight lost per changed syntax node after the first: small edits are likelier right. Chat models write whole statements.
    private const double SizePenalty = 0.1;
    private const double ChatSizePenalty = 0.01;

    // 1/√2: two of equal reputation outweigh one, whatever it claims.
    private const double LeastChatQuality = 0.70710678118654757;

    private readonly VoteInput _input;
    private readonly double _highestEngineScore;
    private readonly IReadOnlyList<TestSignal> _telling;

    public VoterWeights(VoteInput input, IEnumerable<Candidate> admitted)
    {
        _input = input;
        _highestEngineScore = admitted.Where(c => c.Origin == CandidateOrigin.Engine).Select(Score).DefaultIfEmpty(0).Max();
        _telling = [.. input.Signals.Where(TestSignals.IsTelling)];
    }

    /// <summary>How often the voter was right before, 0 to 1.</summary>
    public double Reputation(string voter)
    {
        var mean = _input.Records.GetValueOrDefault(voter, VoterRecord.Prior).Mean;
        return double.IsFinite(mean) ? Math.Clamp(mean, 0, 1) : VoterRecord.Prior.Mean;
    }

    /// <summary>What speaks for a candidate itself, 0 to 1.</summary>
    public double Merit(Candidate candidate) =>
        Math.Clamp(_input.Reviews[candidate.Id].Score, 0, 1) * Quality(candidate) * TestFactor(candidate);

    /// <summary>Share of the telling reproduction tests that a candidate passes; null when none was tried with it.</summary>
    public double? PassedTests(Candidate candidate)
    {
        if (_telling.Count == 0)
        {
            return null;
        }

        var tried = _telling.Where(s => s.Passed.Contains(candidate.Id) || s.Failed.Contains(candidate.Id)).ToList();
        return tried.Count == 0 ? null : tried.Count(s => s.Passed.Contains(candidate.Id)) / (double)tried.Count;
    }

    /// <summary>Gain discount of ranked retrieval (Järvelin and Kekäläinen): 1, 0.63, 0.5, …</summary>
    public static double Discount(int place) => 1 / Math.Log2(1 + place);

    /// <summary>The weights of several voters for one behaviour together.</summary>
    public static double Together(IEnumerable<(string Voter, double Weight)> voters)
    {
        List<(string Model, double Weight)> byModel = [.. voters.Select(v => (VoterNames.ModelOf(v.Voter), v.Weight))];
        byModel.Sort(static (a, b) => string.CompareOrdinal(a.Model, b.Model) is not 0 and var model ? model : b.Weight.CompareTo(a.Weight));
        var (fused, others) = (0.0, 0.0);
        for (var next = 0; next < byModel.Count;)
        {
            var (model, sum, share) = (byModel[next].Model, 0.0, 1.0);
            for (; next < byModel.Count && byModel[next].Model == model; next++, share *= SameModel)
            {
                sum += byModel[next].Weight * share;
            }

            (fused, others) = model == VoterNames.Fusion ? (sum, others) : (fused, others + sum);
        }

        // Fusion only repeats what others wrote.
        return others > 0 ? others + (SameModel * fused) : fused;
    }

    private double Quality(Candidate candidate) => candidate.Origin switch
    {
        CandidateOrigin.Engine =>
            (_highestEngineScore > 0 ? Math.Sqrt(Score(candidate) / _highestEngineScore) : 1) / (1 + (SizePenalty * (Size(candidate) - 1))),
        _ => LeastChatQuality + ((1 - LeastChatQuality) * Math.Min(1, Score(candidate)) / (1 + (ChatSizePenalty * (Size(candidate) - 1)))),
    };

    private double TestFactor(Candidate candidate) =>
        PassedTests(candidate) is { } share ? 1 - (Math.Clamp(_input.Rules.ReproductionTests, 0, 1) * (1 - share)) : 1;

    private static double Score(Candidate candidate) => double.IsFinite(candidate.Score) ? Math.Max(0, candidate.Score) : 0;

    private static double Size(Candidate candidate) => double.IsNaN(candidate.Size) ? double.MaxValue : Math.Max(1, candidate.Size);
}
