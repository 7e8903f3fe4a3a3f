using SelfHealing.Repairs;

namespace SelfHealing.Repair.Ensemble;

/// <summary>Weighs clusters: one vote per voter per cluster, for a cluster's raw size is no judge of it; then what selectors chose.</summary>
/// <remarks>Sums run in a fixed order and are rounded, so that the order of the input never decides.</remarks>
internal sealed class Tally
{
    /// <summary>Weight lost by a cluster that faults on every input where its best rival never does.</summary>
    public const double FaultPenalty = 0.5;

    private readonly VoteInput _input;
    private readonly VoterWeights _voters;
    private readonly Dictionary<(string Voter, Cluster Cluster), double> _weights = [];

    public Tally(IReadOnlyList<Cluster> clusters, VoteInput input)
    {
        _input = input;
        _voters = new VoterWeights(input, clusters.SelectMany(c => c.Candidates));
        Voters = [.. clusters.SelectMany(c => c.Candidates).Select(c => c.Voter).Distinct().Order(StringComparer.Ordinal)];
        foreach (var voter in Voters)
        {
            Weigh(voter, clusters);
        }

        var fewestFaults = clusters.Count > 0 ? clusters.Min(c => c.Faults) : 0;
        var heaviest = _weights.Values.DefaultIfEmpty(0).Max();
        var votes = SelectorVotes.Of(input);
        Ranking =
        [
            .. clusters
                .Select(c => new Standing(c, Rounded(OfVoters(c, fewestFaults) + OfSelectors(c, votes, heaviest)), Representative(c)))
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
        return (standing, standing.Cluster.Candidates.Where(c => c.Voter == voter).Order(Contender.Precedence).MaxBy(_voters.Merit)!);
    }

    /// <summary>Whether a voter proposes the behaviour of a cluster.</summary>
    public static bool Proposes(string voter, Cluster cluster) => cluster.Candidates.Any(c => c.Voter == voter);

    /// <summary>How many models, engines among them, propose the behaviour of a cluster by themselves.</summary>
    public static int Agreeing(Cluster cluster) => Math.Max(1, cluster.Candidates
        .Select(c => VoterNames.ModelOf(c.Voter)).Where(m => m != VoterNames.Fusion).Distinct(StringComparer.Ordinal).Count());

    private void Weigh(string voter, IReadOnlyList<Cluster> clusters)
    {
        var own = clusters
            .Select(cluster => (Cluster: cluster, Candidates: cluster.Candidates.Where(c => c.Voter == voter).ToList()))
            .Where(entry => entry.Candidates.Count > 0)
            .Select(entry => (entry.Cluster, Rank: entry.Candidates.Min(c => c.Rank), Merit: entry.Candidates.Max(_voters.Merit)))
            .ToList();
        foreach (var (cluster, rank, merit) in own)
        {
            // The place counts behaviours, not candidates, so a voter gains nothing by repeating itself.
            var place = 1 + own.Count(other => other.Rank < rank);
            _weights[(voter, cluster)] = _voters.Reputation(voter) * VoterWeights.Discount(place) * merit;
        }
    }

    private double OfVoters(Cluster cluster, double fewestFaults) =>
        VoterWeights.Together(Voters.Where(v => Proposes(v, cluster)).Select(v => (v, WeightOf(v, cluster))))
        * (1 - (FaultPenalty * (cluster.Faults - fewestFaults)));

    private double OfSelectors(Cluster cluster, IReadOnlyDictionary<string, int> votes, double heaviest) =>
        Math.Clamp(_input.Rules.Selectors, 0, 1) * heaviest * cluster.Candidates.Sum(c => votes.GetValueOrDefault(c.Id));

    private Candidate Representative(Cluster cluster)
    {
        // The program with the most support, one say per voter; its proven candidate where there is one.
        var program = cluster.Contenders
            .OrderByDescending(contender => Rounded(VoterWeights.Together(contender.Candidates
                .GroupBy(c => c.Voter)
                .OrderBy(g => g.Key, StringComparer.Ordinal)
                .Select(g => (g.Key, _voters.Reputation(g.Key) * VoterWeights.Discount(Math.Max(1, g.Min(c => c.Rank))) * g.Max(_voters.Merit))))))
            .ThenBy(contender => contender.First, Contender.Precedence)
            .First();
        return program.Candidates
            .OrderByDescending(c => _input.Tests.ContainsKey(c.Id))
            .ThenByDescending(_voters.Merit)
            .ThenBy(c => c, Contender.Precedence)
            .First();
    }

    private static double Rounded(double weight) => Math.Round(weight, 12);
}

/// <summary>How a cluster stands in the tally.</summary>
/// <param name="Cluster">The cluster.</param>
/// <param name="Weight">The sum of its voters' weights and of what selectors add.</param>
/// <param name="Representative">Its best candidate.</param>
internal sealed record Standing(Cluster Cluster, double Weight, Candidate Representative);
