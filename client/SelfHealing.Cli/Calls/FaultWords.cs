using SelfHealing.Models;

namespace SelfHealing.Cli.Calls;

/// <summary>What a fault is called, in a word or two.</summary>
internal static class FaultWords
{
    public static string Of(ModelFault fault) => fault switch
    {
        ModelFault.Unauthorized => "unauthorized",
        ModelFault.RateLimited => "rate limited",
        ModelFault.Unavailable => "unavailable",
        ModelFault.Unreachable => "unreachable",
        ModelFault.TimedOut => "timed out",
        ModelFault.Rejected => "rejected",
        ModelFault.TooLarge => "too large",
        ModelFault.Malformed => "malformed",
        ModelFault.Refused => "refused",
        ModelFault.OutOfBudget => "out of budget",
        ModelFault.NotRecorded => "not recorded",
        _ => "failed",
    };
}
