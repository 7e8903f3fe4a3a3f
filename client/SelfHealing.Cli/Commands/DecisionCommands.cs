using System.CommandLine;
using SelfHealing.Cli.Views;
using SelfHealing.Client;
using SelfHealing.Incidents;

namespace SelfHealing.Cli.Commands;

/// <summary>What a person decides: <c>approve</c>, <c>reject</c> and <c>cancel</c>.</summary>
internal static class DecisionCommands
{
    public static Command Approve(Surroundings surroundings, DataOption data) => Create(
        surroundings, data, "approve", "Accept the waiting winner and push it.", "accept",
        status => status is IncidentStatus.AwaitingApproval or IncidentStatus.Resolved,
        (handle, by, comment) => handle.ApproveAsync(by, comment),
        Outcome.ExitCode);

    public static Command Reject(Surroundings surroundings, DataOption data) => Create(
        surroundings, data, "reject", "Refuse the waiting winner; nothing is pushed.", "refuse",
        status => status is IncidentStatus.AwaitingApproval or IncidentStatus.Rejected,
        (handle, by, comment) => handle.RejectAsync(by, comment),
        status => status == IncidentStatus.Rejected ? ExitCodes.Fixed : Outcome.ExitCode(status));

    public static Command Cancel(Surroundings surroundings, DataOption data) => Create(
        surroundings, data, "cancel", "Stop an incident for good.", "cancel",
        status => status is IncidentStatus.Running or IncidentStatus.Queued or IncidentStatus.AwaitingApproval or IncidentStatus.Faulted or IncidentStatus.Cancelled,
        (handle, by, _) => handle.CancelAsync(by),
        status => status == IncidentStatus.Cancelled ? ExitCodes.Fixed : Outcome.ExitCode(status),
        hasComment: false);

    private static Command Create(
        Surroundings surroundings, DataOption data, string name, string description, string verb,
        Func<IncidentStatus, bool> isPossible, Func<RepairHandle, string, string?, Task> act, Func<IncidentStatus, int> exitCode, bool hasComment = true)
    {
        var incident = new IncidentArgument();
        var by = new Option<string>("--by") { Description = "Who decides.", HelpName = "NAME", DefaultValueFactory = _ => Environment.UserName };
        Shared.RefuseEmpty(by);
        var comment = new Option<string?>("--comment") { Description = "Why, for the record.", HelpName = "TEXT" };
        var json = Shared.Json("Print one JSON document on standard output.");
        var command = new Command(name, description) { incident.Argument, by };
        if (hasComment)
        {
            command.Add(comment);
        }

        command.Add(json);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var place = data.PlaceIn(parsed);
            var journal = await surroundings.OpenJournal(place, cancellationToken);
            var id = await incident.InAsync(parsed, journal, place, cancellationToken);
            var view = await journal!.FoldAsync(id, cancellationToken);
            if (!isPossible(view.Status))
            {
                throw new CliException($"There is nothing to {verb}: incident {id} is {Outcome.Word(view.Status)}. See: {surroundings.HintsFor(place).Line($"show {id}")}");
            }

            var run = new RepairRun(surroundings, place, parsed.GetValue(json));
            var who = parsed.GetValue(by)!;
            var why = hasComment ? parsed.GetValue(comment) : null;
            await run.FollowAsync(new IncidentView(id), handle => act(handle, who, why));
            return exitCode((await journal!.FoldAsync(id, cancellationToken)).Status);
        });
        return command.WithExamples($"selfheal {name} latest", $"selfheal {name} inc-2k7f9d3xqm --by ann{(hasComment ? " --comment 'read and understood'" : "")}");
    }
}
