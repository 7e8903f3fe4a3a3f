using SelfHealing.Agents;
using SelfHealing.Repairs;

namespace SelfHealing.Repair.Ensemble;

/// <summary>Combines the edits that several voters share when no whole patch agrees, in the spirit of PatchFusion.</summary>
public static class Fusion
{
    /// <summary>Every whole patch that somebody wrote: candidates first, then drafts.</summary>
    public static IReadOnlyList<(string Voter, Patch Patch)> Patches(IEnumerable<Candidate> candidates, IEnumerable<VoterDraft> drafts) =>
        [.. candidates.Select(c => (c.Voter, c.Patch)), .. drafts.Select(d => (d.Voter, d.Draft.Patch))];

    /// <summary>True when voters of different models changed the same place of a file, so that they may share an edit.</summary>
    public static bool MayShare(IReadOnlyList<(string Voter, Patch Patch)> patches)
    {
        ArgumentNullException.ThrowIfNull(patches);
        var edits = patches.SelectMany(p => p.Patch.Edits.Select(e => (Model: VoterNames.ModelOf(p.Voter), Edit: e))).ToList();
        return edits.Any(a => edits.Any(b => a.Model != b.Model && Touch(a.Edit, b.Edit)));
    }

    private static bool Touch(TextEdit a, TextEdit b) =>
        a.Path == b.Path && a.Start <= b.Start + b.Length && b.Start <= a.Start + a.Length;
}
