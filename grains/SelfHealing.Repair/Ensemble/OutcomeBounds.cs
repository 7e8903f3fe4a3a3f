using SelfHealing.Repairs;

namespace SelfHealing.Repair.Ensemble;

/// <summary>The least that a program's behaviour may come to weigh, and the most that any other may.</summary>
internal sealed class OutcomeBounds
{
    // Sums are rounded to twelve digits in the tally.
    private const double Slack = 1e-9;

    private readonly VoteInput _input;
    private readonly VoterWeights _weights;
    private readonly List<Candidate> _admitted;
    private readonly HashSet<string> _open;
    private readonly IReadOnlyCollection<string>? _passing;
    private readonly double _selectors;

    public OutcomeBounds(VoteInput input, IReadOnlyCollection<string> searching, IReadOnlyCollection<string>? passing)
    {
        _input = input;
        _admitted = [.. Gate.Admit(input).SelectMany(program => program.Candidates)];
        _weights = new VoterWeights(input, _admitted);
        _open = [.. searching, .. input.Candidates.Where(c => !input.Reviews.ContainsKey(c.Id)).Select(c => c.Voter)];
        _passing = passing;
        var heaviest = _open.Concat(_admitted.Select(c => c.Voter)).Select(_weights.Reputation).DefaultIfEmpty(0).Max();
        _selectors = input.Selectors == 0 ? 0 : Math.Clamp(input.Rules.Selectors, 0, 1) * SelectorVotes.Majority(input.Selectors) * heaviest;
    }

    /// <summary>What a program's own voters come to at least.</summary>
    public double Least(Contender program) => (1 - Tally.FaultPenalty) * LeastTestFactor(program) * VoterWeights.Together(program.Candidates
        .GroupBy(c => c.Voter, StringComparer.Ordinal)
        .Where(own => !_open.Contains(own.Key) && IsFixed(own))
        .Select(own => (own.Key, _weights.Reputation(own.Key) * VoterWeights.Discount(WorstPlace(own.Key, program)) * own.Max(_weights.Merit))));

    /// <summary>What all other programs come to at most, should they turn out to behave alike.</summary>
    public double MostOfRival(Contender program) => Slack + _selectors + VoterWeights.Together(
        Rivals(program).GroupBy(c => c.Voter, StringComparer.Ordinal)
            .Where(own => !_open.Contains(own.Key))
            .Select(own => (own.Key, _weights.Reputation(own.Key) * own.Max(MostMerit)))
            .Concat(_open.Select(voter => (voter, _weights.Reputation(voter)))));

    /// <summary>True when the confidence in a program reaches a threshold whatever comes, or does not whatever comes.</summary>
    public bool IsSettled(Contender program, double threshold) => LeastConfidence(program) >= threshold || MostConfidence(program) < threshold;

    /// <summary>The candidate of a program that the vote has proven, or will ask to have proven.</summary>
    public Candidate Proven(Contender program) => program.Candidates
        .OrderByDescending(c => _input.Tests.ContainsKey(c.Id))
        .ThenByDescending(_weights.Merit)
        .ThenBy(c => c, Contender.Precedence)
        .First();

    private double LeastTestFactor(Contender program) =>
        _passing is null || program.Candidates.Any(c => _passing.Contains(c.Id)) ? 1 : 1 - Math.Clamp(_input.Rules.ReproductionTests, 0, 1);

    private double LeastConfidence(Contender program)
    {
        var (least, rivals) = (Least(program), _selectors + Rivals(program).Sum(MostWeight) + _open.Sum(MostOfAll));
        var confidence = ConfidenceModel.Default.Of(Features(program) with
        {
            Share = least / (least + rivals),
            Rivals = int.MaxValue,
        });
        return VoteRule.IsTooClose(MostOfRival(program), least) ? Math.Min(confidence, VoteRule.UndecidedConfidence) : confidence;
    }

    private double MostConfidence(Contender program) => ConfidenceModel.Default.Of(Features(program) with
    {
        Share = 1,
        Agreeing = int.MaxValue,
        Rivals = 0,
        Rank = 1,
        Size = 1,
        HasLesson = true,
    });

    private ConfidenceFeatures Features(Contender program) => new(
        Share: 0,
        Agreeing: Tally.Agreeing(new Cluster([program], 0)),
        Rivals: 0,
        Review: _input.Reviews[Proven(program).Id].Score,
        Rank: program.Candidates.Min(c => c.Rank),
        Size: program.Candidates.Min(c => c.Size),
        Tests: _input.FailingTests + _input.PassingTests,
        HasLesson: program.Candidates.Any(c => c.Lesson is not null));

    private IEnumerable<Candidate> Rivals(Contender program) => _admitted.Where(c => c.NormalForm != program.First.NormalForm);

    // A score without a bound that still comes could make every other one small.
    private bool IsFixed(IEnumerable<Candidate> own) =>
        own.All(c => c.Origin != CandidateOrigin.Engine) || !_open.Any(VoterNames.IsEngine);

    private int WorstPlace(string voter, Contender program)
    {
        var rank = program.Candidates.Where(c => c.Voter == voter).Min(c => c.Rank);
        return Math.Max(rank, 1 + Rivals(program).Count(c => c.Voter == voter && c.Rank < rank));
    }

    // An engine's merit is relative to a highest score that a refutation may take away.
    private double MostMerit(Candidate candidate) =>
        candidate.Origin == CandidateOrigin.Engine ? Math.Clamp(_input.Reviews[candidate.Id].Score, 0, 1) : _weights.Merit(candidate);

    private double MostWeight(Candidate candidate) => _open.Contains(candidate.Voter) ? 0 : _weights.Reputation(candidate.Voter) * MostMerit(candidate);

    // Every candidate that a voter may keep, each another behaviour, besides those that it has.
    private double MostOfAll(string voter) => _weights.Reputation(voter)
        * Enumerable.Range(1, SoundSearch.MostCandidates + _input.Candidates.Count(c => c.Voter == voter)).Sum(VoterWeights.Discount);
}
