using SelfHealing.Agents;
using SelfHealing.Repair.Patches;
using SelfHealing.Repairs;

namespace SelfHealing.Repair.Ensemble;

/// <summary>Combines the edits that several voters share when no whole patch agrees.</summary>
/// <remarks>
/// In the spirit of PatchFusion: first whole-patch agreement is looked for (then there is nothing to fuse), then the patch that shares most with the
/// others stands for its neighbourhood, and only those of its edits are kept that somebody else has as well. An edit is a run of replaced lines; two are
/// the same when they replace the same lines by the same text but for white space. Pure: the order of the patches makes no difference.
/// </remarks>
public static class Fusion
{
    /// <summary>Patches that a fusion gives at most.</summary>
    public const int MostPatches = 4;

    /// <summary>Every whole patch that somebody wrote, candidates first, then drafts; what was fused before has no say.</summary>
    public static IReadOnlyList<(string Voter, Patch Patch)> Patches(IEnumerable<Candidate> candidates, IEnumerable<VoterDraft> drafts) =>
        [.. candidates.Select(c => (c.Voter, c.Patch)).Concat(drafts.Select(d => (d.Voter, d.Draft.Patch))).Where(p => p.Voter != VoterNames.Fusion)];

    /// <summary>True when voters of different models changed the same place of a file, so that they may share an edit.</summary>
    public static bool MayShare(IReadOnlyList<(string Voter, Patch Patch)> patches)
    {
        ArgumentNullException.ThrowIfNull(patches);
        var edits = patches.SelectMany(p => p.Patch.Edits.Select(e => (Model: VoterNames.ModelOf(p.Voter), Edit: e))).ToList();
        return edits.Any(a => edits.Any(b => a.Model != b.Model && Touch(a.Edit, b.Edit)));
    }

    /// <summary>The fused patches, the one with most support first; empty when nothing is shared or only what a whole patch is already.</summary>
    /// <param name="files">The base revision's bytes by path. A patch of another file, or one that does not fit, has no say.</param>
    /// <param name="patches">Patches with their voters.</param>
    public static IReadOnlyList<FusedPatch> Fuse(IReadOnlyDictionary<string, byte[]> files, IReadOnlyList<(string Voter, Patch Patch)> patches)
    {
        ArgumentNullException.ThrowIfNull(files);
        ArgumentNullException.ThrowIfNull(patches);
        var written = patches.Select(p => (p.Voter, Edits: EditsOf(files, p.Patch))).Where(p => p.Edits.Count > 0).ToList();
        var support = written
            .SelectMany(p => p.Edits.Select(e => (e.Key, Model: VoterNames.ModelOf(p.Voter))))
            .GroupBy(e => e.Key, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => g.Select(e => e.Model).Distinct(StringComparer.Ordinal).Count(), StringComparer.Ordinal);
        var shared = written.SelectMany(p => p.Edits).Where(e => support[e.Key] > 1)
            .OrderBy(e => e.Text, StringComparer.Ordinal).DistinctBy(e => e.Key, StringComparer.Ordinal)
            .OrderByDescending(e => support[e.Key]).ThenBy(e => e.Key, StringComparer.Ordinal)
            .ToDictionary(e => e.Key, StringComparer.Ordinal);
        var models = written.Select(p => VoterNames.ModelOf(p.Voter)).Distinct(StringComparer.Ordinal).Count();
        var known = written.Select(p => Signature(p.Edits)).ToHashSet(StringComparer.Ordinal);
        var neighbourhoods = written.Select(p => p.Edits.Where(e => shared.ContainsKey(e.Key)).Select(e => shared[e.Key]).ToList());
        return [.. neighbourhoods.Append([.. shared.Values])
            .Select(edits => Apart(edits, support))
            .Where(edits => edits.Count > 0 && !known.Contains(Signature(edits)))
            .DistinctBy(Signature, StringComparer.Ordinal)
            .OrderByDescending(edits => edits.Sum(e => support[e.Key] - 1))
            .ThenBy(Signature, StringComparer.Ordinal)
            .Take(MostPatches)
            .Select(edits => new FusedPatch(
                new Patch([.. edits.OrderBy(e => e.Path, StringComparer.Ordinal).ThenBy(e => e.Line)
                    .Select(e => LineEdits.Edit(files[e.Path], e.Path, e.Line, e.Removed, e.Text))]),
                edits.Average(e => support[e.Key]) / models))];
    }

    // The best supported of those that exclude each other.
    private static List<SharedEdit> Apart(IEnumerable<SharedEdit> edits, Dictionary<string, int> support)
    {
        List<SharedEdit> kept = [];
        foreach (var edit in edits.OrderByDescending(e => support[e.Key]).ThenBy(e => e.Key, StringComparer.Ordinal).Where(e => !kept.Exists(e.Overlaps)))
        {
            kept.Add(edit);
        }

        return kept;
    }

    private static List<SharedEdit> EditsOf(IReadOnlyDictionary<string, byte[]> files, Patch patch)
    {
        try
        {
            return [.. patch.Edits.Select(e => e.Path).Distinct(StringComparer.Ordinal).SelectMany(path => files.TryGetValue(path, out var file)
                ? LineEdits.Of(file, path, patch).Select(e => new SharedEdit(path, e.Line, e.Removed, e.Text))
                : [])];
        }
        catch (ArgumentException)
        {
            return [];
        }
    }

    private static string Signature(IEnumerable<SharedEdit> edits) => string.Join('\0', edits.Select(e => e.Key).Order(StringComparer.Ordinal));

    private static bool Touch(TextEdit a, TextEdit b) =>
        a.Path == b.Path && a.Start <= b.Start + b.Length && b.Start <= a.Start + a.Length;
}

/// <summary>A patch made of shared edits alone.</summary>
/// <param name="Patch">The change.</param>
/// <param name="Share">Mean share, 0 to 1, of the models that have each of its edits.</param>
public sealed record FusedPatch(Patch Patch, double Share);
