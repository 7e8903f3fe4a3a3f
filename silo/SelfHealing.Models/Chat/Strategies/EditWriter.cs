using SelfHealing.Models.Chat.Agents;
using SelfHealing.Models.Chat.Briefings;
using SelfHealing.Repair.Patches.Edits;
using SelfHealing.Repair.Policy;
using SelfHealing.Repair.Prompting;
using SelfHealing.Repairs;

namespace SelfHealing.Models.Chat.Strategies;

/// <summary>A patch that a model wrote, or why there is none.</summary>
/// <param name="Patch">The change, allowed by policy; null when there is none.</param>
/// <param name="Fitted">How its blocks were brought to fit; null when they did.</param>
/// <param name="Problem">Why there is no patch, as a sentence; null when there is one.</param>
internal sealed record WrittenPatch(Patch? Patch, string? Fitted, string? Problem);

/// <summary>Asks for edits and makes a patch of them: blocks that do not fit are asked for once more, and policy is held before anything runs.</summary>
internal sealed class EditWriter(Briefing briefing, string subdirectory)
{
    private const int Margin = 20;
    private const int WholeFile = 6_000;

    /// <summary>Asks for edits.</summary>
    /// <exception cref="ModelException">The model gave none.</exception>
    public async Task<WrittenPatch> WriteAsync(AgentRunner agent, Prompt prompt, CancellationToken cancellationToken)
    {
        var blocks = await agent.AskAsync(prompt, CodeReply.Edits, cancellationToken);
        if (Forbidden(blocks) is { } breach)
        {
            return new WrittenPatch(null, null, breach);
        }

        var fit = await FitAsync(blocks, cancellationToken);
        if (fit.Patch is not null)
        {
            return Checked(fit.Patch, fit.Fitted);
        }

        var again = await agent.AskAsync(await RepairAsync(fit.Failures, cancellationToken), CodeReply.Edits, cancellationToken);
        if (Forbidden(again) is { } late)
        {
            return new WrittenPatch(null, null, late);
        }

        var repaired = await FitAsync(again, cancellationToken);
        return repaired.Patch is null
            ? new WrittenPatch(null, null, $"Its edits do not fit, not even after it was shown what stands there: {repaired.Failures[0].Reason}")
            : Checked(repaired.Patch, $"{fit.Failures.Count} of its blocks did not fit at first and were written again. {repaired.Fitted}".TrimEnd());
    }

    private WrittenPatch Checked(Patch patch, string? fitted) =>
        PatchPolicy.Default.Check(patch, subdirectory) is { Count: > 0 } breaches
            ? new WrittenPatch(null, null, string.Join(' ', breaches.Select(b => b.Message)))
            : new WrittenPatch(patch, fitted, null);

    /// <summary>The first file that must not be changed, as a sentence.</summary>
    private string? Forbidden(IReadOnlyList<EditBlock> blocks)
    {
        foreach (var named in blocks.Select(b => b.Path).Distinct(StringComparer.Ordinal))
        {
            var path = EditFit.PathOf(named, briefing.Files.Readable.ContainsKey, subdirectory);
            if ((path is null || !briefing.Files.Editable.ContainsKey(path)) && PatchPolicy.CheckPath(path ?? named, subdirectory) is { } breach)
            {
                return breach.Message;
            }

            if (path is not null && !briefing.Files.Editable.ContainsKey(path))
            {
                return $"The patch changes {path}, which decides how the tests come out; a person must make such a change.";
            }
        }

        return null;
    }

    private async Task<FittedEdits> FitAsync(IReadOnlyList<EditBlock> blocks, CancellationToken cancellationToken)
    {
        var paths = blocks.Select(b => EditFit.PathOf(b.Path, briefing.Files.Editable.ContainsKey, subdirectory)).OfType<string>();
        return EditFit.Of(blocks, await briefing.Files.ReadAsync(paths, cancellationToken), subdirectory);
    }

    private async Task<Prompt> RepairAsync(IReadOnlyList<BlockFailure> failures, CancellationToken cancellationToken)
    {
        var texts = (await briefing.Files.TextsAsync([.. failures.Select(f => f.Path).OfType<string>().Distinct()], cancellationToken)).ToDictionary(f => f.Path);
        var shown = failures.Where(f => f.Path is not null && texts.ContainsKey(f.Path))
            .Select(f => Around(texts[f.Path!], f.Line))
            .DistinctBy(e => e.Label);
        return PromptLibrary.Of("repair-edits").Render(briefing.Values()
            .Show("failures", failures.Select(f => ("a block that does not fit", $"{f.Reason}\n\n{f.Block.Path}\n{TextEnds.Of(f.Block.Search, WholeFile)}")))
            .Show("text", shown.Select(e => (e.Label, e.Text))));
    }

    private static SourceExcerpt Around(SourceFile file, int? line) =>
        SourceExcerpts.Around(file, line ?? 1, file.Text.Length <= WholeFile ? int.MaxValue / 4 : line is null ? 4 * Margin : Margin);
}
