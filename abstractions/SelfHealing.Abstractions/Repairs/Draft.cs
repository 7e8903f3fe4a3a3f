namespace SelfHealing.Repairs;

/// <summary>A whole patch that a voter wrote and that did not pass: not a candidate, but its edits may still be right.</summary>
/// <param name="Patch">The change.</param>
/// <param name="Failure">Why it is none, in words.</param>
[GenerateSerializer, Immutable, Alias("Draft")]
public sealed record Draft(Patch Patch, string Failure);
