using SelfHealing.Repairs;

namespace SelfHealing.Cli.Bench.Panels;

/// <summary>What the voters of one simulated incident brought: the same for everyone who decides.</summary>
/// <param name="Candidates">The plausible candidates in the order in which they came.</param>
/// <param name="Signals">What the reproduction tests say.</param>
/// <param name="Looks">How good each behaviour looks to every selector alike.</param>
/// <param name="Observed">Place of each behaviour among those that generated inputs tell apart.</param>
internal sealed record PanelPool(
    IReadOnlyList<PooledCandidate> Candidates, IReadOnlyList<TestSignal> Signals, IReadOnlyDictionary<int, double> Looks, IReadOnlyDictionary<int, int> Observed)
{
    /// <summary>The behaviour that repairs the incident.</summary>
    public const int Right = 0;

    /// <summary>The candidate of an id.</summary>
    public PooledCandidate this[string id] => Candidates.First(c => c.Candidate.Id == id);
}

/// <summary>One candidate of the pool.</summary>
/// <param name="Candidate">As the vote sees it.</param>
/// <param name="Behaviour">What it does; <see cref="PanelPool.Right"/> when it is right.</param>
/// <param name="Samples">How many of its voter's samples made it.</param>
internal sealed record PooledCandidate(Candidate Candidate, int Behaviour, int Samples);
