using SelfHealing.Ensemble;

namespace SelfHealing.Repair.Ensemble;

/// <summary>What the vote says: prove the leader first, or the decision.</summary>
public abstract record VoteOutcome;

/// <summary>The leader has no proof yet: test it on a clean checkout and decide again.</summary>
/// <param name="Candidate">The leader's id; never one that was tested before.</param>
public sealed record NeedsTest(string Candidate) : VoteOutcome
{
    /// <summary>Who leads next, should the proofs before it fail: untested candidates, one for each behaviour.</summary>
    public IReadOnlyList<string> Next { get; init; } = [];
}

/// <summary>The ensemble has decided.</summary>
public sealed record Decided(Vote Vote) : VoteOutcome;
