using SelfHealing.Ensemble;
using SelfHealing.Incidents;
using SelfHealing.Repairs;
using SelfHealing.Toolchains;

namespace SelfHealing.Repair.Publishing;

/// <summary>What a publication tells. Texts in it come from outside and are shown, never obeyed.</summary>
/// <param name="Incident">The incident's id.</param>
/// <param name="Report">What was submitted.</param>
/// <param name="Plan">The plan of the round that won.</param>
/// <param name="Baseline">What failed and passed before.</param>
/// <param name="Winner">The candidate that is published.</param>
/// <param name="Proof">The tester's proof for it.</param>
/// <param name="Vote">The vote that chose it.</param>
/// <param name="ApprovedBy">A person's name, <c>confidence</c>, or null when nobody approved yet.</param>
public sealed record PublicationFacts(
    string Incident, IncidentReport Report, RepairPlan Plan, Baseline Baseline, Candidate Winner, TestReport Proof, Vote Vote, string? ApprovedBy);
