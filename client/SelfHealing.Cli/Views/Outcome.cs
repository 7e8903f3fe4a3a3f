using SelfHealing.Incidents;
using Spectre.Console;

namespace SelfHealing.Cli.Views;

/// <summary>What an incident's status is called, looks like, and means for the exit code.</summary>
internal static class Outcome
{
    /// <summary>The status in the words of <c>--json</c>.</summary>
    public static string Word(IncidentStatus status) => status switch
    {
        IncidentStatus.Running => "running",
        IncidentStatus.AwaitingApproval => "awaiting-approval",
        IncidentStatus.Resolved => "fixed",
        IncidentStatus.CannotReproduce => "cannot-reproduce",
        IncidentStatus.GaveUp => "gave-up",
        IncidentStatus.Rejected => "rejected",
        IncidentStatus.Cancelled => "cancelled",
        IncidentStatus.TimedOut => "timed-out",
        IncidentStatus.Queued => "queued",
        IncidentStatus.Duplicate => "duplicate",
        _ => "faulted",
    };

    /// <summary>The status as a title.</summary>
    public static (string Title, Style Style) Title(IncidentStatus status) => status switch
    {
        IncidentStatus.Running => ("Interrupted", Palette.Careful),
        IncidentStatus.AwaitingApproval => ("Awaiting approval", Palette.Careful),
        IncidentStatus.Resolved => ("Fixed", Palette.Good),
        IncidentStatus.CannotReproduce => ("Cannot reproduce", Palette.Careful),
        IncidentStatus.GaveUp => ("Gave up", Palette.Careful),
        IncidentStatus.Rejected => ("Rejected", Palette.Careful),
        IncidentStatus.Cancelled => ("Cancelled", Palette.Careful),
        IncidentStatus.TimedOut => ("Timed out", Palette.Careful),
        IncidentStatus.Queued => ("Queued", Palette.Quiet),
        IncidentStatus.Duplicate => ("Duplicate", Palette.Quiet),
        _ => ("Stopped by a fault", Palette.Bad),
    };

    /// <summary>The exit code of a command that waited for the incident.</summary>
    public static int ExitCode(IncidentStatus status) => status switch
    {
        IncidentStatus.Resolved => ExitCodes.Fixed,
        IncidentStatus.CannotReproduce or IncidentStatus.GaveUp or IncidentStatus.Rejected => ExitCodes.GaveUp,
        IncidentStatus.Duplicate => ExitCodes.Fixed,
        IncidentStatus.AwaitingApproval => ExitCodes.AwaitingApproval,
        IncidentStatus.TimedOut => ExitCodes.TimedOut,
        IncidentStatus.Cancelled or IncidentStatus.Running or IncidentStatus.Queued => ExitCodes.Cancelled,
        _ => ExitCodes.Error,
    };
}
