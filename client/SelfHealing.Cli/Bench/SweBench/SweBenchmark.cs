using System.Text;
using System.Text.Json;

namespace SelfHealing.Cli.Bench.SweBench;

/// <summary>SWE-bench: real issues of real repositories; a repair sees the revision and the text, hidden tests judge.</summary>
/// <param name="dataset">The instances.</param>
/// <param name="options">How they are run.</param>
internal sealed class SweBenchmark(SweDataset dataset, SweOptions options) : IBenchmark
{
    private Dictionary<string, SweInstance> _instances = [];

    public string Name => options.GradeOnly is null ? "swe-bench" : "swe-bench-grading";

    /// <summary>An instance that was read.</summary>
    public SweInstance this[string id] => _instances[id];

    public IReadOnlyList<BenchInstance> Read()
    {
        var read = dataset.Read();
        _instances = read.ToDictionary(i => i.Id, StringComparer.Ordinal);
        var predictions = options.GradeOnly is { } file ? new PredictionFile(file).ReadStrictly() : null;
        if (predictions?.Keys.FirstOrDefault(id => !_instances.ContainsKey(id)) is { } unknown)
        {
            throw new CliException($"The data set has no instance {unknown}, for which '{options.GradeOnly}' has a prediction. Name the data set that it was made from.");
        }

        return [.. read.Where(i => predictions is null || predictions.ContainsKey(i.Id)).Select(i => new BenchInstance(i.Id, Settings(i, predictions?[i.Id]), TestCommand: null, Grading: null))];
    }

    /// <summary>All that a kept result depends on.</summary>
    private Dictionary<string, byte[]> Settings(SweInstance instance, Prediction? prediction) => new(StringComparer.Ordinal)
    {
        ["instance"] = Encoding.UTF8.GetBytes(JsonSerializer.Serialize(instance)),
        ["settings"] = Encoding.UTF8.GetBytes(JsonSerializer.Serialize(new
        {
            image = options.Images.Of(instance),
            command = options.Commands.TemplateOf(instance),
            options.ShowsHints,
            options.MaxCost,
            options.Repositories,
            prediction,
        })),
    };
}
