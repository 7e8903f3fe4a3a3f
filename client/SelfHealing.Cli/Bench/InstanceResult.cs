namespace SelfHealing.Cli.Bench;

/// <summary>What became of one instance.</summary>
/// <param name="Id">The task's id.</param>
/// <param name="Status">The incident's status, <c>no-visible-test</c> when there was nothing to reproduce, or <c>infrastructure</c> when something outside the fix failed.</param>
/// <param name="Plausible">True when the winner passes the visible tests.</param>
/// <param name="Correct">True when the winner passes the hidden judgement.</param>
/// <param name="Seconds">Working time of the incident.</param>
/// <param name="Candidates">Candidates tested.</param>
/// <param name="WinnerRank">Place of the winner in its model's own ranking, from 1; null without a winner.</param>
/// <param name="WinnerModel">The model that proposed the winner; null without one.</param>
/// <param name="Voters">Names of the models whose ballot was for the winner, or for a patch that does the same.</param>
/// <param name="Confidence">The vote's confidence; null without a winner.</param>
/// <param name="Ceiling">True when any plausible candidate that was found is correct: what a perfect vote would have reached.</param>
/// <param name="Reason">Why there is no fix, or what failed; null for a fix.</param>
internal sealed record InstanceResult(
    string Id,
    string Status,
    bool Plausible,
    bool Correct,
    double Seconds,
    int Candidates,
    int? WinnerRank,
    string? WinnerModel,
    IReadOnlyList<string> Voters,
    double? Confidence,
    bool Ceiling,
    string? Reason)
{
    public const string InfrastructureStatus = "infrastructure";

    public const string NoTestStatus = "no-visible-test";

    [System.Text.Json.Serialization.JsonIgnore]
    public bool IsInfrastructure => Status == InfrastructureStatus;

    /// <summary>An instance that never became an incident, or whose incident says nothing about a fix.</summary>
    public static InstanceResult Without(string id, string status, double seconds, string reason) =>
        new(id, status, false, false, seconds, 0, null, null, [], null, false, reason);
}
