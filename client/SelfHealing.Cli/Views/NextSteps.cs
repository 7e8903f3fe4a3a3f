using SelfHealing.Cli.Terminals;
using SelfHealing.Incidents;

namespace SelfHealing.Cli.Views;

/// <summary>What a person may want to do now, as exact commands.</summary>
internal static class NextSteps
{
    public sealed record Suggestion(string What, string Command);

    public static IReadOnlyList<Suggestion> Of(IncidentView incident, CommandHints hints) => incident.Status switch
    {
        IncidentStatus.Resolved when incident.Deployment is { Remote: { } remote } deployment =>
        [
            new("look at the branch", $"git fetch {Quote(remote)} {Quote(deployment.Branch)} && git show FETCH_HEAD"),
            new("take it", $"git pull {Quote(remote)} {Quote(deployment.Branch)}"),
            new("the whole story", hints.Line($"show {incident.Id}")),
        ],
        IncidentStatus.Resolved =>
        [
            new("apply the patch", $"{hints.Line($"diff {incident.Id}")} | git apply"),
            new("the whole story", hints.Line($"show {incident.Id}")),
        ],
        IncidentStatus.AwaitingApproval =>
        [
            new("look at the patch", hints.Line($"diff {incident.Id}")),
            new("accept it", hints.Line($"approve {incident.Id}")),
            new("refuse it", hints.Line($"reject {incident.Id} --comment 'why'")),
        ],
        IncidentStatus.Running or IncidentStatus.Queued or IncidentStatus.Faulted or IncidentStatus.TimedOut =>
        [
            new("go on", hints.Line($"resume {incident.Id}")),
            new("the whole story", hints.Line($"show {incident.Id}")),
        ],
        IncidentStatus.GaveUp =>
        [
            new("the evidence", hints.Line($"show {incident.Id} --events")),
        ],
        _ => [],
    };

    private static string Quote(string foreign) => CommandHints.Quote(SafeText.Line(foreign));
}
