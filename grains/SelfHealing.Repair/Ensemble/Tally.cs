using SelfHealing.Memory;
using SelfHealing.Repairs;

namespace SelfHealing.Repair.Ensemble;

/// <summary>Weighs clusters: one vote per voter per cluster, for a cluster's raw size is no judge of it.</summary>
/// <remarks>
/// A voter's weight for a cluster is that of its best candidate there: reputation × place × review × score × size, each between 0 and 1.
/// The score counts relative to the highest of all voters, by its square root: the priors behind it are rough.
/// Sums run in a fixed order and are rounded, so that the order of the input never decides.
/// </remarks>
internal sealed class Tally
{
    // Weight lost by a cluster that faults on every input where its best rival never does.
    private const double FaultPenalty = 0.5;

    // Weight lost per changed syntax node after the first: small edits are likelier right.
    private const double SizePenalty = 0.1;

    private readonly VoteInput _input;
    private readonly double _highestScore;
    private readonly Dictionary<(string Voter, Cluster Cluster), double> _weights = [];

    public Tally(IReadOnlyList<Cluster> clusters, VoteInput input)
    {
        _input = input;
        _highestScore = clusters.SelectMany(CandidatesOf).Select(Score).DefaultIfEmpty(0).Max();
        Voters = [.. clusters.SelectMany(CandidatesOf).Select(c => c.Voter).Distinct().Order(StringComparer.Ordinal)];
        foreach (var voter in Voters)
        {
            Weigh(voter, clusters);
        }

        var fewestFaults = clusters.Count > 0 ? clusters.Min(c => c.Faults) : 0;
        Ranking =
        [
            .. clusters
                .Select(c => new Standing(c, Rounded(Voters.Sum(v => WeightOf(v, c)) * (1 - (FaultPenalty * (c.Faults - fewestFaults)))), Representative(c)))
                .OrderByDescending(s => s.Weight)
                .ThenBy(s => s.Representative, Contender.Precedence),
        ];
    }

    /// <summary>Voters with an admitted candidate, by name.</summary>
    public IReadOnlyList<string> Voters { get; }

    /// <summary>The clusters, heaviest first.</summary>
    public IReadOnlyList<Standing> Ranking { get; }

    /// <summary>A voter's weight for a cluster; 0 when it proposes nothing there.</summary>
    public double WeightOf(string voter, Cluster cluster) => _weights.GetValueOrDefault((voter, cluster));

    /// <summary>The cluster that a voter puts first, and its best candidate there.</summary>
    public (Standing Standing, Candidate Candidate) FirstChoice(string voter)
    {
        var standing = Ranking.MaxBy(s => WeightOf(voter, s.Cluster) is > 0 and var weight ? weight : Proposes(voter, s.Cluster) ? 0 : -1)!;
        return (standing, CandidatesOf(standing.Cluster).Where(c => c.Voter == voter).Order(Contender.Precedence).MaxBy(Merit)!);
    }

    /// <summary>Whether a voter proposes the behaviour of a cluster.</summary>
    public static bool Proposes(string voter, Cluster cluster) => CandidatesOf(cluster).Any(c => c.Voter == voter);

    private void Weigh(string voter, IReadOnlyList<Cluster> clusters)
    {
        var own = clusters
            .Select(cluster => (Cluster: cluster, Candidates: CandidatesOf(cluster).Where(c => c.Voter == voter).ToList()))
            .Where(entry => entry.Candidates.Count > 0)
            .Select(entry => (entry.Cluster, Rank: entry.Candidates.Min(c => c.Rank), Merit: entry.Candidates.Max(Merit)))
            .ToList();
        foreach (var (cluster, rank, merit) in own)
        {
            // The place counts behaviours, not candidates, so a voter gains nothing by repeating itself.
            var place = 1 + own.Count(other => other.Rank < rank);
            _weights[(voter, cluster)] = Reputation(voter) * Discount(place) * merit;
        }
    }

    private Candidate Representative(Cluster cluster)
    {
        // The program with the most support, one say per voter; its proven candidate where there is one.
        var program = cluster.Contenders
            .OrderByDescending(contender => Rounded(contender.Candidates
                .GroupBy(c => c.Voter)
                .OrderBy(g => g.Key, StringComparer.Ordinal)
                .Sum(g => Reputation(g.Key) * Discount(Math.Max(1, g.Min(c => c.Rank))) * g.Max(Merit))))
            .ThenBy(contender => contender.First, Contender.Precedence)
            .First();
        return program.Candidates
            .OrderByDescending(c => _input.Tests.ContainsKey(c.Id))
            .ThenByDescending(Merit)
            .ThenBy(c => c, Contender.Precedence)
            .First();
    }

    private double Reputation(string voter)
    {
        var mean = _input.Records.GetValueOrDefault(voter, VoterRecord.Prior).Mean;
        return double.IsFinite(mean) ? Math.Clamp(mean, 0, 1) : VoterRecord.Prior.Mean;
    }

    private double Merit(Candidate candidate) =>
        Math.Clamp(_input.Reviews[candidate.Id].Score, 0, 1)
        * (_highestScore > 0 ? Math.Sqrt(Score(candidate) / _highestScore) : 1)
        / (1 + (SizePenalty * (Math.Max(1, candidate.Size) - 1)));

    // Gain discount of ranked retrieval (Järvelin and Kekäläinen): 1, 0.63, 0.5, …
    private static double Discount(int place) => 1 / Math.Log2(1 + place);

    private static double Score(Candidate candidate) => double.IsFinite(candidate.Score) ? Math.Max(0, candidate.Score) : 0;

    private static double Rounded(double weight) => Math.Round(weight, 12);

    private static IEnumerable<Candidate> CandidatesOf(Cluster cluster) => cluster.Contenders.SelectMany(c => c.Candidates);
}

/// <summary>How a cluster stands in the tally.</summary>
/// <param name="Cluster">The cluster.</param>
/// <param name="Weight">The sum of its voters' weights.</param>
/// <param name="Representative">Its best candidate.</param>
internal sealed record Standing(Cluster Cluster, double Weight, Candidate Representative);
