using SelfHealing.Models.Chat.Agents;
using SelfHealing.Models.Chat.Briefings;
using SelfHealing.Repair.Patches.Edits;
using SelfHealing.Repairs;
using SelfHealing.Toolchains;

namespace SelfHealing.Models.Chat.Strategies;

/// <summary>Localises file, element and line, and then draws samples of whole fixes side by side, one call each.</summary>
/// <remarks>After Agentless (Xia et al. 2024), with the toolchain's normal form for its deduplication. There is no self-correction.</remarks>
internal sealed class Agentless : IStrategy
{
    private const double Warm = 0.8;
    private const int CallsOfSample = 8;
    private const int MostFiles = 6;
    private const int MostPlaces = 5;

    public string Name => "agentless";

    public string Description => "a chat model that localises the fault and then draws several whole fixes at once";

    public async Task RunAsync(StrategyRun run, CancellationToken cancellationToken)
    {
        var localisation = run.Numbers.Branch(CallsOfSample);
        var samples = Enumerable.Range(0, run.Model.Options.Samples).Select(_ => run.Numbers.Branch(CallsOfSample)).ToList();
        var places = await LocaliseAsync(run, localisation, run.Calls);
        var earlier = await Earlier.ShownAsync(run.Task.Earlier, run.Briefing.Files, cancellationToken);
        var drawn = await Task.WhenAll(samples.Select((numbers, i) => SampleAsync(run, numbers, i, places, earlier, cancellationToken)));
        await TryAsync(run, [.. drawn.OfType<WrittenPatch>()], cancellationToken);
    }

    /// <summary>Where the model takes the fault to be, as sentences; empty when it cannot say.</summary>
    private static async Task<string> LocaliseAsync(StrategyRun run, CallNumbers numbers, CancellationToken cancellationToken)
    {
        var (briefing, subdirectory) = (run.Briefing, run.Task.Report.Subdirectory);
        try
        {
            if (!briefing.IsWhole)
            {
                var answer = await run.Agent(numbers).AskAsync(
                    PromptLibrary.Of("localise-files").Render(briefing.Values()), JsonReply.Reader<FilesAnswer>(_ => null), cancellationToken);
                await briefing.NarrowAsync([.. Known(answer.Files).Take(MostFiles)], [], cancellationToken);
            }

            var found = await run.Agent(numbers).AskAsync(
                PromptLibrary.Of("localise").Render(briefing.Values(areLinesNumbered: true)), JsonReply.Reader<PlacesAnswer>(_ => null), cancellationToken);
            var places = found.Places.OfType<PlaceAnswer>().Take(MostPlaces)
                .Select(p => p with { File = EditFit.PathOf(p.File, briefing.Files.Editable.ContainsKey, subdirectory) ?? "" })
                .Where(p => p.File.Length > 0)
                .ToList();
            if (!briefing.IsWhole)
            {
                await briefing.NarrowAsync([.. places.Select(p => p.File)], [.. places.Select(p => new Suspicion(p.File, p.Line ?? 1, p.Element ?? "", 1))], cancellationToken);
            }

            return string.Join('\n', places.Select(p => $"{p.File}{(p.Line is { } line ? $":{line}" : "")} {p.Element}: {p.Why}"));
        }
        catch (ModelException e) when (e.Fault == ModelFault.Malformed)
        {
            // A place would have been advice; the samples can do without.
            return "";
        }

        IEnumerable<string> Known(IReadOnlyList<string> files) =>
            files.OfType<string>().Select(f => EditFit.PathOf(f, briefing.Files.Editable.ContainsKey, subdirectory)).OfType<string>();
    }

    private static async Task<WrittenPatch?> SampleAsync(
        StrategyRun run, CallNumbers numbers, int index, string places, IReadOnlyList<(string Label, string Text)> earlier, CancellationToken cancellationToken)
    {
        var configured = run.Model.Options.Temperature;
        var temperature = configured is null || (index == 0 && run.Task.Round == 1) ? configured : Math.Max(Warm, configured.Value);

        // A wrong place must not mislead all of them.
        var advice = index % 3 == 2 ? "" : places;
        var values = run.Briefing.Values().Show("places", "answer of an earlier step", advice).Show("earlier", earlier);
        try
        {
            return await run.Writer().WriteAsync(run.Agent(numbers, temperature), PromptLibrary.Of("sample-edits").Render(values), run.Calls);
        }
        catch (ModelException e)
        {
            return new WrittenPatch(null, null, e.Message);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // What the others brought is still tried.
            run.Findings.RanOutOfTime();
            return null;
        }
    }

    private static async Task TryAsync(StrategyRun run, IReadOnlyList<WrittenPatch> drawn, CancellationToken cancellationToken)
    {
        foreach (var problem in drawn.Select(d => d.Problem).OfType<string>())
        {
            run.Findings.Fail(problem);
        }

        var written = drawn.Where(d => d.Patch is not null).ToList();
        if (written.Count == 0)
        {
            return;
        }

        var forms = await run.Bench.DescribeAsync([.. written.Select(w => w.Patch!)], cancellationToken);
        List<Program> programs = [];
        foreach (var (sample, form) in written.Zip(forms))
        {
            if (form.NormalForm is null)
            {
                run.Findings.Fail($"A patch does not parse: {form.Problem}");
                run.Findings.Draft(sample.Patch!, form.Problem ?? "The patched source does not parse.");
            }
            else if (run.Findings.Add(sample.Patch!, sample.Fitted, form) is var program && !programs.Contains(program))
            {
                programs.Add(program);
            }
        }

        await foreach (var verdict in run.Bench.TryAsync([.. programs.Select(p => p.Patch)], cancellationToken))
        {
            var program = programs[verdict.Number];
            run.Findings.Tested(program, verdict.Verdict == TrialVerdict.Plausible);
            if (verdict.Verdict != TrialVerdict.Plausible)
            {
                run.Findings.Draft(program.Patch, Words(verdict));
            }
        }
    }

    private static string Words(CandidateVerdict verdict) => verdict.Verdict switch
    {
        TrialVerdict.Failed when verdict.FirstFailure is { } test => $"{test} fails with it.",
        TrialVerdict.TimedOut => "The tests do not end in time with it.",
        TrialVerdict.Crashed => "The tests' process ends early with it.",
        TrialVerdict.Invalid => "The patched source does not parse.",
        _ => "Some test fails with it.",
    };

    private sealed record FilesAnswer(IReadOnlyList<string> Files);

    private sealed record PlacesAnswer(IReadOnlyList<PlaceAnswer> Places);

    private sealed record PlaceAnswer(string File, string? Element = null, int? Line = null, string? Why = null);
}
