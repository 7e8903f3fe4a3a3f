namespace SelfHealing.Repairs;

/// <summary>A reviewer's judgement of one candidate.</summary>
/// <param name="Allowed">False when policy forbids what the patch touches: such a candidate never wins.</param>
/// <param name="Findings">Smells of overfitting or policy breaches, worst first.</param>
/// <param name="Score">1 for a clean patch, towards 0 with every smell.</param>
[GenerateSerializer, Immutable, Alias("Review")]
public sealed record Review(bool Allowed, IReadOnlyList<ReviewFinding> Findings, double Score);

/// <summary>One smell or breach.</summary>
/// <param name="Rule">The rule's name, for instance <c>policy/tests</c> or <c>overfit/constant-condition</c>.</param>
/// <param name="Message">What was found, in words.</param>
[GenerateSerializer, Immutable, Alias("ReviewFinding")]
public sealed record ReviewFinding(string Rule, string Message);
