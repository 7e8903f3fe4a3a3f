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
    private readonly Dictionary<string, List<Proposal>> _proposals = new(StringComparer.Ordinal);

    public Tally(IReadOnlyList<Cluster> clusters, VoteInput input)
    {
        _input = input;
        _voters = new VoterWeights(input, clusters.SelectMany(c => c.Candidates));
        foreach (var cluster in clusters)
        {
            Gather(cluster);
        }

        Voters = [.. _proposals.Keys.Order(StringComparer.Ordinal)];
        var heaviest = 0.0;
        foreach (var (voter, own) in _proposals)
        {
            heaviest = Math.Max(heaviest, Weigh(voter, own));
        }

        var fewestFaults = clusters.Count > 0 ? clusters.Min(c => c.Faults) : 0;
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
    public double WeightOf(string voter, Cluster cluster) =>
        _proposals.TryGetValue(voter, out var own) && own.Find(p => ReferenceEquals(p.Cluster, cluster)) is { } proposal ? proposal.Weight : 0;

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

    private void Gather(Cluster cluster)
    {
        foreach (var candidate in cluster.Candidates)
        {
            if (!_proposals.TryGetValue(candidate.Voter, out var own))
            {
                _proposals[candidate.Voter] = own = [];
            }

            if (own is not [.., var last] || !ReferenceEquals(last.Cluster, cluster))
            {
                own.Add(last = new Proposal(cluster));
            }

            last.Rank = Math.Min(last.Rank, candidate.Rank);
            // A merit that is no number is none.
            last.Merit = _voters.Merit(candidate) is var merit && merit > last.Merit ? merit : last.Merit;
        }
    }

    // The heaviest of the weights.
    private double Weigh(string voter, List<Proposal> own)
    {
        var (reputation, heaviest) = (_voters.Reputation(voter), 0.0);
        foreach (var proposal in own)
        {
            // The place counts behaviours, not candidates, so a voter gains nothing by repeating itself.
            var place = 1 + own.Count(other => other.Rank < proposal.Rank);
            proposal.Weight = reputation * VoterWeights.Discount(place) * proposal.Merit;
            heaviest = Math.Max(heaviest, proposal.Weight);
        }

        return heaviest;
    }

    private double OfVoters(Cluster cluster, double fewestFaults) =>
        VoterWeights.Together(Voters.Where(v => Proposes(v, cluster)).Select(v => (v, WeightOf(v, cluster))))
        * (1 - (FaultPenalty * (cluster.Faults - fewestFaults)));

    private double OfSelectors(Cluster cluster, IReadOnlyDictionary<string, int> votes, double heaviest) =>
        votes.Count == 0 ? 0 : Math.Clamp(_input.Rules.Selectors, 0, 1) * heaviest * cluster.Candidates.Sum(c => votes.GetValueOrDefault(c.Id));

    private Candidate Representative(Cluster cluster)
    {
        // The program with the most support, one say per voter; its proven candidate where there is one.
        var program = cluster.Contenders is [var only] ? only : cluster.Contenders
            .OrderByDescending(contender => Rounded(VoterWeights.Together(contender.Candidates
                .GroupBy(c => c.Voter)
                .OrderBy(g => g.Key, StringComparer.Ordinal)
                .Select(g => (g.Key, _voters.Reputation(g.Key) * VoterWeights.Discount(Math.Max(1, g.Min(c => c.Rank))) * g.Max(_voters.Merit))))))
            .ThenBy(contender => contender.First, Contender.Precedence)
            .First();
        return program.Candidates is [var single] ? single : program.Candidates
            .OrderByDescending(c => _input.Tests.ContainsKey(c.Id))
            .ThenByDescending(_voters.Merit)
            .ThenBy(c => c, Contender.Precedence)
            .First();
    }

    private static double Rounded(double weight) => Math.Round(weight, 12);

    /// <summary>What one voter says for one behaviour.</summary>
    private sealed class Proposal(Cluster cluster)
    {
        public Cluster Cluster => cluster;

        /// <summary>The best rank of its candidates there.</summary>
        public int Rank { get; set; } = int.MaxValue;

        /// <summary>The highest merit of its candidates there.</summary>
        public double Merit { get; set; }

        public double Weight { get; set; }
    }
}

/// <summary>How a cluster stands in the tally.</summary>
/// <param name="Cluster">The cluster.</param>
/// <param name="Weight">The sum of its voters' weights and of what selectors add.</param>
/// <param name="Representative">Its best candidate.</param>
internal sealed record Standing(Cluster Cluster, double Weight, Candidate Representative);
