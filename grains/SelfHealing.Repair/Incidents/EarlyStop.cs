namespace SelfHealing.Repair.Incidents;

/// <summary>When searches that still run are stopped, as nothing they bring could change the outcome.</summary>
internal static class EarlyStop
{
    public static IReadOnlyList<Step> Of(IncidentState incident, RoundState round, IReadOnlyList<Code> searching) =>
        incident.Rules.StopEarly && searching.Count == round.Number - round.Number - 1 ? [new StopSearch(round.Number, searching[0].Voter)] : [];
}
