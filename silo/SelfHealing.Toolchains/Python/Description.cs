using SelfHealing.Repairs;

namespace SelfHealing.Toolchains.Python;

/// <summary>Reads what patches are in Python's own terms.</summary>
internal static class Description
{
    private const int MaxProblem = 400;

    /// <summary>The form of every patch, in their order.</summary>
    /// <param name="harness">The container.</param>
    /// <param name="files">The base revision's files that the patches name, as far as they are there.</param>
    /// <param name="patches">The patches.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public static async Task<IReadOnlyList<PatchForm>> ReadAsync(
        HarnessRun harness, IReadOnlyDictionary<string, byte[]> files, IReadOnlyList<Patch> patches, CancellationToken cancellationToken)
    {
        var forms = patches.Select(p => p.Edits.FirstOrDefault(e => !files.ContainsKey(e.Path)) is { } lost
            ? Problem($"The revision has no file {lost.Path}.")
            : Problem("It could not be read in time.")).ToArray();
        var known = Enumerable.Range(0, patches.Count).Where(i => patches[i].Edits.All(e => files.ContainsKey(e.Path)));
        await harness.RequestAsync(
            new { op = "describe", files, patches = known.Select(i => new { number = i, edits = patches[i].Edits }) }, cancellationToken);
        await foreach (var message in harness.ReadAsync(cancellationToken))
        {
            if (message.Kind == "form" && message.Integer("number") is { } number && number >= 0 && number < forms.Length)
            {
                forms[number] = Form(message);
            }
            else if (message.Kind == "done")
            {
                return forms;
            }
        }

        throw await harness.EndedAsync(cancellationToken);
    }

    private static PatchForm Form(HarnessMessage message) => message.Text("normalForm") is { } form
        ? new PatchForm(form, Math.Max(1, message.Number("size")), message.Text("function") ?? "", message.Text("before") ?? "", message.Text("after") ?? "", null)
        : Problem(message.Text("problem") is not { } problem ? "It could not be read." : problem.Length > MaxProblem ? problem[..MaxProblem] : problem);

    private static PatchForm Problem(string words) => new(null, 1, "", "", "", words);
}
