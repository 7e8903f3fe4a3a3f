using SelfHealing.Ensemble;

namespace SelfHealing.Repair.Publishing;

/// <summary>The text of the pull request, Markdown.</summary>
internal static class PullRequestText
{
    private const int MaxDiffLines = 300;
    private const int MaxErrorLines = 40;

    public static string Of(PublicationFacts facts) => string.Join("\n\n",
    [
        $"This is a suggestion, made and tested by SelfHealing.Orleans for incident {Foreign.Code(facts.Incident)}. Merge it if it is right; close it if it is not.",
        "## What is wrong",
        Foreign.Markdown(PublicationWords.RootCause(facts.Plan), 600),
        .. string.IsNullOrWhiteSpace(facts.Baseline.Error) ? Array.Empty<string>() : [Foreign.Fence(facts.Baseline.Error.Trim(), "text", MaxErrorLines)],
        "## What changes",
        "Suggestion: " + PublicationWords.Change(facts.Winner, text => Foreign.Code(text, 120), text => Foreign.Code(text, 120)),
        Foreign.Fence(facts.Winner.Diff, "diff", MaxDiffLines),
        "## How it was proven",
        $"On a clean checkout, with {Foreign.Code(facts.Report.TestCommand)}: {PublicationWords.Tests(facts.Proof)}",
        string.Join('\n', facts.Baseline.FailToPass.Take(10).Select(id => $"- {Foreign.Code(id)} passes now")
            .Concat(facts.Baseline.FailToPass.Count > 10 ? [$"- and {facts.Baseline.FailToPass.Count - 10} more"] : [])),
        "## Why this patch",
        $"The ensemble has {PublicationWords.Confidence(facts.Vote)}. {PublicationWords.Approval(facts.ApprovedBy, name => Foreign.Code(name, 80))}",
        string.Join('\n', PublicationWords.Reasons(facts.Vote, 12).Select(r => $"- {Foreign.Markdown(r)}")),
        "### Ballots",
        string.Join('\n', facts.Vote.Ballots.Take(20).Select(Ballot)),
    ]) + "\n";

    private static string Ballot(Ballot ballot) => ballot.Candidate is { } candidate
        ? $"- {Foreign.Code(ballot.Voter)} for {Foreign.Code(candidate)}, weight {ballot.Weight:0.###}: {Foreign.Markdown(ballot.Reason)}"
        : $"- {Foreign.Code(ballot.Voter)}: {Foreign.Markdown(ballot.Reason)}";
}
