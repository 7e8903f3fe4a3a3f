using System.Text.Json;
using System.Text.Json.Serialization;

namespace SelfHealing.Cli.Bench;

/// <summary>HumanEvalFix (OctoPack), Python: one function with one bug a task, one task a line of JSON.</summary>
/// <param name="path">The JSONL file.</param>
internal sealed class HumanEvalFix(string path) : IBenchmark
{
    public string Name => "humanevalfix";

    public IReadOnlyList<BenchInstance> Read()
    {
        if (!File.Exists(path))
        {
            throw new CliException($"There is no file '{path}'. Name HumanEvalFix's tasks, one JSON document a line, with --path.");
        }

        var instances = File.ReadLines(path).Where(line => line.Trim().Length > 0).Select(Parse).ToList();
        return instances.Count > 0 ? instances : throw new CliException($"The file '{path}' holds no task.");
    }

    private BenchInstance Parse(string line, int index)
    {
        try
        {
            var row = JsonSerializer.Deserialize<Row>(line)!;
            var solution = row.Prompt + row.BuggySolution;
            var files = new Dictionary<string, byte[]>(StringComparer.Ordinal) { ["solution.py"] = BenchInstance.File(solution) };
            var tests = VisibleTests.From(row.ExampleTest, row.EntryPoint);
            if (tests is not null)
            {
                files["test_solution.py"] = BenchInstance.File(tests);
            }

            return new BenchInstance(row.TaskId, files, tests is null ? null : "python3 -m pytest -q test_solution.py", new Hidden(row.Test));
        }
        catch (JsonException e)
        {
            throw new CliException($"Line {index + 1} of '{path}' is no task of HumanEvalFix: {e.Message}");
        }
    }

    /// <summary>The hidden test, run behind the patched program as the benchmark's authors do.</summary>
    private sealed record Hidden(string Test) : IGrading
    {
        public TimeSpan Limit => TimeSpan.FromSeconds(20);

        public IReadOnlyDictionary<string, byte[]> Folder(IReadOnlyDictionary<string, byte[]> patched, string token) => new Dictionary<string, byte[]>(StringComparer.Ordinal)
        {
            ["program.py"] = [.. patched["solution.py"], .. BenchInstance.File($"\n\n{Test}\n\nprint({JsonSerializer.Serialize(token)})\n")],
        };
    }

    private sealed record Row
    {
        [JsonPropertyName("task_id"), JsonRequired] public string TaskId { get; init; } = "";

        [JsonPropertyName("prompt"), JsonRequired] public string Prompt { get; init; } = "";

        [JsonPropertyName("buggy_solution"), JsonRequired] public string BuggySolution { get; init; } = "";

        [JsonPropertyName("example_test")] public string ExampleTest { get; init; } = "";

        [JsonPropertyName("test"), JsonRequired] public string Test { get; init; } = "";

        [JsonPropertyName("entry_point"), JsonRequired] public string EntryPoint { get; init; } = "";
    }
}
