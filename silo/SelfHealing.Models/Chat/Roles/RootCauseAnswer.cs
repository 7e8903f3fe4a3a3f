using SelfHealing.Models.Chat.Agents;

namespace SelfHealing.Models.Chat.Roles;

/// <summary>What a planner answers.</summary>
/// <param name="RootCause">The mistake and how it leads to the failure.</param>
/// <param name="AffectedFiles">Files that a fix must change, likeliest first.</param>
/// <param name="FixStrategy">What to change and where.</param>
internal sealed record RootCauseAnswer(string RootCause, IReadOnlyList<string> AffectedFiles, string FixStrategy)
{
    /// <summary>Reads a reply.</summary>
    public static Reading<RootCauseAnswer> Read(string reply) => s_reader(reply);

    private static readonly Func<string, Reading<RootCauseAnswer>> s_reader = JsonReply.Reader<RootCauseAnswer>(answer =>
        string.IsNullOrWhiteSpace(answer.RootCause) || string.IsNullOrWhiteSpace(answer.FixStrategy) ? "root_cause and fix_strategy must not be empty." : null);
}
