using SelfHealing.Agents;
using SelfHealing.Models.Chat.Agents;
using SelfHealing.Repair.Prompting;
using SelfHealing.Repairs;

namespace SelfHealing.Models.Chat.Roles;

/// <summary>A chat model that chooses between candidates, without knowing who wrote them.</summary>
internal sealed class ChatSelector(RoleDesk desk) : ISelectorModel
{
    private const int MostCharacters = 6_000;

    public string Name => desk.Name;

    public async Task<string?> SelectAsync(SelectionTask task, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(task);
        var named = task.Candidates.Take(26).Select((candidate, i) => (Letter: $"{(char)('A' + i)}", Candidate: candidate)).ToList();
        var changed = named.SelectMany(n => n.Candidate.Patch.Edits).Select(e => e.Path).Distinct().ToList();
        var places = named.SelectMany(n => n.Candidate.Patch.Edits.Select(e => new Suspicion(e.Path, 1, n.Candidate.Function, 1))).Distinct().ToList();
        var briefing = await desk.BriefAsync(task.Step, task.Workspace, task.Report, task.Baseline, places, changed, cancellationToken);
        var values = briefing.Values()
            .Show("suspicions", "", "")
            .Show("patches", named.Select(n => ($"patch {n.Letter}", TextEnds.Of(n.Candidate.Diff, MostCharacters))))
            .Show("separator", "an input and what the patched programs do with it", TextEnds.Of(task.Separator ?? ""));
        var read = JsonReply.Reader<Choice>(answer => answer.Letter is null || named.Exists(n => n.Letter == answer.Letter)
            ? null
            : "choice must be the letter of one of the patches, or null.");
        var chosen = await desk.AskAsync(task.Step, task.Workspace, task.Report, "select", values, read, cancellationToken);
        return named.Find(n => n.Letter == chosen.Letter).Candidate?.Id;
    }

    /// <summary>What a selector answers.</summary>
    private sealed record Choice([property: System.Text.Json.Serialization.JsonPropertyName("choice")] string? Letter, string? Why = null);
}
