namespace SelfHealing.Repair.Ensemble;

/// <summary>What the confidence of a decision rests on.</summary>
/// <param name="Share">Share, 0 to 1, of all weight that the winning cluster has.</param>
/// <param name="Agreeing">Models, each engine as one, that propose the winner's behaviour, at least 1.</param>
/// <param name="Rivals">Other behaviours that stood for election.</param>
/// <param name="Review">The winner's review score, 0 to 1.</param>
/// <param name="Rank">The winner's place in its voter's ranking, from 1.</param>
/// <param name="Size">The winner's size in changed syntax nodes, at least 1.</param>
/// <param name="Tests">Failing and passing tests that it was proven with.</param>
/// <param name="HasLesson">True when memory suggested it.</param>
public sealed record ConfidenceFeatures(
    double Share, int Agreeing, int Rivals, double Review, int Rank, double Size, int Tests, bool HasLesson);
