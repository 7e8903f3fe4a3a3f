using Microsoft.Extensions.DependencyInjection;
using SelfHealing.Cli.Silos;
using SelfHealing.Sandboxes;
using SelfHealing.Storage;
using SelfHealing.Toolchains;

namespace SelfHealing.Cli.Bench.SweBench;

/// <summary>Runs or grades SWE-bench as any benchmark is run, and writes the predictions beside.</summary>
internal sealed class SweRun(Surroundings surroundings, string dataFolder, SweBenchmark benchmark, BenchOptions options, SweOptions swe)
{
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        using var repositories = new SweRepositories(Path.Combine(dataFolder, "bench", "repositories"), swe.Repositories);
        return await new BenchRun(surroundings, dataFolder, benchmark, options)
        {
            Opened = folder => Tell(folder),
            Worker = (session, folder) => Worker(session, folder, repositories),
        }.RunAsync(cancellationToken);
    }

    /// <summary>Predictions of an earlier run belong into the file that is named now, too.</summary>
    private void Tell(RunFolder folder)
    {
        if (swe.GradeOnly is null)
        {
            var told = new PredictionFile(swe.Out);
            foreach (var prediction in Kept(folder).Read().Values)
            {
                told.Put(prediction);
            }
        }
    }

    private IInstanceRun Worker(ISiloSession session, RunFolder folder, SweRepositories repositories)
    {
        var services = session.Services!;
        var grader = new SweGrader(
            services.GetServices<IToolchain>().First(t => t.Language == "python"),
            services.GetRequiredService<ISandboxImages>(),
            services.GetRequiredService<IArtifacts>(),
            repositories,
            swe);
        return swe.GradeOnly is { } file
            ? new GradingRun(grader, benchmark, new PredictionFile(file).ReadStrictly(), surroundings.Time)
            : new SweInstanceRun(session.Client, grader, repositories, benchmark, Kept(folder), new PredictionFile(swe.Out), folder, options, swe);
    }

    private static PredictionFile Kept(RunFolder folder) => new(Path.Combine(folder.Path, "predictions.jsonl"));
}
