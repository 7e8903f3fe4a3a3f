using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using SelfHealing.Repairs;
using SelfHealing.Storage;
using SelfHealing.Toolchains;

namespace SelfHealing.Benchmarks.Throughput;

/// <summary>Candidates per second through a real container of one processor, on a project whose bare test takes about a millisecond.</summary>
internal static class CandidateThroughput
{
    private const int Warm = 200;
    private const int Count = 3000;

    public static async Task<int> RunAsync()
    {
        var folder = Directory.CreateTempSubdirectory("selfheal-throughput-");
        await using var services = SandboxParts.Build(folder.FullName);
        var image = await SandboxParts.EnsureImageAsync(services);
        var archive = await services.GetRequiredService<IArtifacts>().PutAsync(SmallProject.Archive(), CancellationToken.None);
        var workspace = new Workspace("inc-throughput", new string('0', 40), archive, image, "python3 -m pytest -q", "");
        var baseline = new Baseline(["test_total.py::test_total"], [], "assert", 0.5);

        var watch = new Stopwatch();
        var verdicts = new Dictionary<TrialVerdict, int>();
        await foreach (var verdict in services.GetRequiredService<IToolchain>().EvaluateAsync(workspace, baseline, Trials(), CancellationToken.None))
        {
            if (verdict.Number == Warm)
            {
                watch.Start();
            }

            verdicts[verdict.Verdict] = verdicts.GetValueOrDefault(verdict.Verdict) + 1;
        }

        Console.WriteLine($"{Count} candidates in {watch.Elapsed.TotalSeconds:F1} s on one processor: {Count / watch.Elapsed.TotalSeconds:F0} candidates/s");
        Console.WriteLine(string.Join(", ", verdicts.Select(v => $"{v.Key} {v.Value}")));
        folder.Delete(recursive: true);
        return 0;
    }

    /// <summary>Wrong candidates, each of another text, with a right one among every hundred.</summary>
    private static async IAsyncEnumerable<Trial> Trials()
    {
        await Task.CompletedTask;
        var at = SmallProject.Source.IndexOf("item - 1", StringComparison.Ordinal);
        for (var number = 0; number < Warm + Count; number++)
        {
            var text = number % 100 == 99 ? "item" : $"item - {number + 2}";
            yield return new Trial(number, new Patch([new TextEdit("total.py", at, "item - 1".Length, text)]));
        }
    }
}
