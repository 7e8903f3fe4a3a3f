using SelfHealing.Ensemble;
using SelfHealing.Repairs;
using SelfHealing.Toolchains;

namespace SelfHealing.Repair.Publishing;

/// <summary>Sentences that the commit message and the pull request share.</summary>
internal static class PublicationWords
{
    public static string Change(Candidate winner, Func<string, string> code, Func<string, string> name)
    {
        var where = string.Join(", ", winner.Patch.Edits.Select(e => e.Path).Distinct().Take(3).Select(name));
        var place = winner.Function.Length > 0 ? $"{name(winner.Function)} ({where})" : where;
        var what = (winner.Before.Trim(), winner.After.Trim()) switch
        {
            ("", "") => "change code",
            ("", var after) => $"insert {code(after)}",
            (var before, "") => $"delete {code(before)}",
            var (before, after) => $"replace {code(before)} by {code(after)}",
        };
        var lesson = winner.Lesson is { } incident ? $" Incident {name(incident)} was solved alike." : "";
        return $"{what} in {place}, proposed by {name(winner.Voter)}.{lesson}";
    }

    public static string RootCause(RepairPlan plan) => string.IsNullOrWhiteSpace(plan.RootCause) ? "not known." : plan.RootCause;

    public static IEnumerable<string> Reasons(Vote vote, int limit) => vote.Reasons.Where(r => !string.IsNullOrWhiteSpace(r)).Take(limit);

    public static string Tests(TestReport proof)
    {
        var now = proof.FailToPass.Values.Count(o => o == TestOutcome.Passed);
        var still = proof.PassToPass.Values.Count(o => o is TestOutcome.Passed or TestOutcome.Skipped);
        return proof.FailToPass.Count == 0
            ? $"no failing test showed the fault; passing tests that still pass: {still} of {proof.PassToPass.Count}."
            : $"failing tests that pass now: {now} of {proof.FailToPass.Count}; passing tests that still pass: {still} of {proof.PassToPass.Count}.";
    }

    public static string Confidence(Vote vote) => $"confidence {Math.Floor(100 * Math.Clamp(vote.Confidence, 0, 1)):0} %";

    public static string Approval(string? by, Func<string, string> name) => by switch
    {
        null => "Nobody has approved it yet.",
        "confidence" => "It reached the threshold for going on without asking.",
        _ => $"Approved by {name(by)}.",
    };
}
