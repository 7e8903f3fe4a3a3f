using SelfHealing.Repairs;

namespace SelfHealing.Repair.Ensemble;

/// <summary>Who may stand for election: allowed by policy and not refused by the tester.</summary>
internal static class Gate
{
    /// <summary>The programs that may win.</summary>
    public static IReadOnlyList<Contender> Admit(VoteInput input) =>
        [.. input.Candidates
            .GroupBy(c => c.NormalForm, StringComparer.Ordinal)
            .Where(program => program.All(c => !HasFailed(c, input)))
            .Select(program => program.Where(c => IsAllowed(c, input)).DistinctBy(c => c.Id).Order(Contender.Precedence).ToList())
            .Where(program => program.Count > 0)
            .Select(program => new Contender(program))
            .OrderBy(program => program.First, Contender.Precedence)];

    /// <summary>Why a candidate may not win, in words; null when it may.</summary>
    public static string? Refusal(Candidate candidate, VoteInput input) =>
        !input.Reviews.TryGetValue(candidate.Id, out var review) ? "nobody reviewed it"
        : !review.Allowed ? $"policy forbids it ({(review.Findings.Count > 0 ? review.Findings[0].Message.TrimEnd('.') : "no reason given")})"
        : input.Candidates.Any(c => c.NormalForm == candidate.NormalForm && HasFailed(c, input)) ? "it failed on the clean checkout"
        : null;

    private static bool IsAllowed(Candidate candidate, VoteInput input) =>
        input.Reviews.TryGetValue(candidate.Id, out var review) && review.Allowed;

    private static bool HasFailed(Candidate candidate, VoteInput input) =>
        input.Tests.TryGetValue(candidate.Id, out var report) && !report.Passed;
}
