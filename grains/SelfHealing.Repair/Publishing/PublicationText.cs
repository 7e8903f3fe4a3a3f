using SelfHealing.Repositories;

namespace SelfHealing.Repair.Publishing;

/// <summary>Writes the commit message and the pull request of a winner: few words, explained, easy to refuse.</summary>
/// <remarks>
/// Errors, file names and code are foreign text. In the commit message they never begin a line and never make a trailer; in the pull request they stand
/// escaped or fenced. In neither can they mention a person or close an issue.
/// </remarks>
public static class PublicationText
{
    /// <summary>The publication of a winner.</summary>
    public static Publication Compose(PublicationFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        var title = Title(facts);
        return new Publication(facts.Winner.Patch, CommitText.Of(title, facts), title, PullRequestText.Of(facts));
    }

    private static string Title(PublicationFacts facts)
    {
        var file = facts.Winner.Patch.Edits.Count > 0 ? facts.Winner.Patch.Edits[0].Path.Split('/')[^1] : "the code";
        var place = facts.Winner.Function.Length > 0 ? $"{facts.Winner.Function} in {file}" : file;
        return $"Suggest a fix for {Foreign.Plain(place, 54)}";
    }
}
