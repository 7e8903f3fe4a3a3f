using Microsoft.Extensions.DependencyInjection;
using SelfHealing.Cli.Commands;
using SelfHealing.Cli.Displays;
using SelfHealing.Cli.Silos;
using SelfHealing.Cli.Views;
using SelfHealing.Storage;
using SelfHealing.Toolchains;

namespace SelfHealing.Cli.Bench;

/// <summary>Runs a benchmark: every instance that has no result yet, some at once, each result kept as it comes.</summary>
internal sealed class BenchRun(Surroundings surroundings, string dataFolder, IBenchmark benchmark, BenchOptions options)
{
    /// <summary>Told of the run's folder before anything runs.</summary>
    public Action<RunFolder> Opened { get; init; } = _ => { };

    /// <summary>Who works on the instances: by default each one is an incident whose candidates a grader judges.</summary>
    public Func<ISiloSession, RunFolder, IInstanceRun> Worker { get; init; } = (session, folder) => new InstanceRun(
        session.Client,
        new Grader(session.Services!.GetServices<IToolchain>().First(t => t.Language == "python"), session.Services!.GetRequiredService<IArtifacts>()),
        folder,
        options);

    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        NamedModels.Check(options.Models, dataFolder);
        var instances = Chosen(benchmark.Read());
        var folder = RunFolder.Open(dataFolder, benchmark, instances, options);
        Opened(folder);
        var results = new Dictionary<string, InstanceResult>(folder.Read(), StringComparer.Ordinal);
        var score = new BenchScore(benchmark.Name, instances, results);
        surroundings.Interruption.Sentence = "Stopped. Finished instances are kept; the same command goes on with the others.";
        if (score.Left.Count == 0)
        {
            surroundings.Terminal.Say("Every result is kept from an earlier run with the same settings; --fresh starts over.");
        }
        else
        {
            var session = await Waiting.ForAsync(surroundings.Terminal, "Starting", progress => surroundings.Silos.OpenAsync(folder.Data, dataFolder, progress, cancellationToken));
            await using (session)
            {
                var run = session.Services is not null
                    ? Worker(session, folder)
                    : throw new CliException($"Another process runs this benchmark in {folder.Path}. Wait for it, or choose another seed.");
                await new BenchDisplay(surroundings.Terminal, surroundings.Time).RunAsync(score, () => RunAsync(run, folder, score, cancellationToken));
            }
        }

        return Tell(BenchReport.Of(benchmark.Name, options.Seed, score.InOrder));
    }

    private List<BenchInstance> Chosen(IReadOnlyList<BenchInstance> instances)
    {
        var unknown = options.Only.Where(id => !instances.Any(i => IsNamed(i, id))).ToList();
        return unknown.Count == 0
            ? [.. instances.Where(i => options.Only.Count == 0 || options.Only.Any(id => IsNamed(i, id)))]
            : throw new CliException($"{benchmark.Name} has no instance {string.Join(", ", unknown)}. Its instances look like {instances[0].Id}.", ExitCodes.Usage);
    }

    /// <summary>By its whole id, or by what stands behind the last slash.</summary>
    private static bool IsNamed(BenchInstance instance, string id) => instance.Id == id || instance.Id[(instance.Id.LastIndexOf('/') + 1)..] == id;

    private Task RunAsync(IInstanceRun run, RunFolder folder, BenchScore score, CancellationToken cancellationToken) => Parallel.ForEachAsync(
        score.Left,
        new ParallelOptions { MaxDegreeOfParallelism = options.Jobs, CancellationToken = cancellationToken },
        async (instance, stop) =>
        {
            score.Begin(instance);
            var result = await run.RunAsync(instance, stop);
            folder.Append(result);
            score.End(result);
        });

    private int Tell(BenchReport report)
    {
        if (options.Json is { } file)
        {
            File.WriteAllText(file, RepairDocument.Serialize(report) + "\n");
        }

        surroundings.Terminal.Out.Write(report.Table());
        return report.Totals.Infrastructure > 0 ? ExitCodes.Error : ExitCodes.Fixed;
    }
}
