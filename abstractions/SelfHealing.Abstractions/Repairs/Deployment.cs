namespace SelfHealing.Repairs;

/// <summary>Where the winner went.</summary>
/// <param name="Branch">The branch, <c>selfheal/{incident}</c>.</param>
/// <param name="Commit">The commit's id.</param>
/// <param name="Remote">The remote it was pushed to (without credentials), or null for a dry run.</param>
/// <param name="PullRequest">URL of the pull request, or the path of its text in the data folder.</param>
[GenerateSerializer, Immutable, Alias("Deployment")]
public sealed record Deployment(string Branch, string Commit, string? Remote, string? PullRequest);
