using SelfHealing.Repair.Prompting;
using SelfHealing.Repairs;

namespace SelfHealing.Models.Chat.Briefings;

/// <summary>Tells a model what it tried in earlier rounds.</summary>
internal static class Earlier
{
    private const int Most = 4;
    private const int MostCharacters = 2_000;

    /// <summary>Its last fixes, as diffs with what became of them.</summary>
    public static async Task<IReadOnlyList<(string Label, string Text)>> ShownAsync(
        IReadOnlyList<SearchReport> searches, BaseFiles files, CancellationToken cancellationToken)
    {
        List<(string, string)> shown = [];
        foreach (var search in searches.Reverse())
        {
            shown.AddRange(search.Candidates.Select(c => ("passed the failing tests, yet no fix was accepted", TextEnds.Of(c.Diff, MostCharacters))));
            foreach (var draft in search.Drafts)
            {
                shown.Add(("failed", $"{TextEnds.Of(await files.DiffAsync(draft.Patch, cancellationToken), MostCharacters)}\n{TextEnds.Of(draft.Failure, MostCharacters)}"));
            }
        }

        return [.. shown.Take(Most)];
    }
}
