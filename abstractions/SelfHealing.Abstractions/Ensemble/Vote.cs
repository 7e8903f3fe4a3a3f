namespace SelfHealing.Ensemble;

/// <summary>One voter's say in a round.</summary>
/// <param name="Voter">The voter.</param>
/// <param name="Candidate">The candidate it stands behind, or null when it abstains.</param>
/// <param name="Weight">Its weight: reputation × rank × review.</param>
/// <param name="Reason">Why, in words.</param>
[GenerateSerializer, Immutable, Alias("Ballot")]
public sealed record Ballot(string Voter, string? Candidate, double Weight, string Reason);

/// <summary>The ensemble's decision of one round.</summary>
/// <param name="Winner">The winning candidate's id, or null when none is good enough.</param>
/// <param name="Confidence">Probability, 0 to 1, that the winner is right, as calibrated on own outcomes.</param>
/// <param name="Ballots">Every voter's say, abstentions included.</param>
/// <param name="Reasons">The decision in words, most important first.</param>
[GenerateSerializer, Immutable, Alias("Vote")]
public sealed record Vote(string? Winner, double Confidence, IReadOnlyList<Ballot> Ballots, IReadOnlyList<string> Reasons);
