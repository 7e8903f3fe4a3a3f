using System.Text;
using System.Text.RegularExpressions;

namespace SelfHealing.Cli.Bench;

/// <summary>QuixBugs, Python: one file with one bug a task, in the layout of its public repository.</summary>
/// <param name="checkout">The checkout's folder.</param>
/// <param name="seed">Seed of the grader's generated inputs.</param>
internal sealed partial class QuixBugs(string checkout, int seed) : IBenchmark
{
    private const string Programs = "python_programs";
    private const string References = "correct_python_programs";
    private const string Tests = "python_testcases";
    private const string Data = "json_testcases";

    public string Name => "quixbugs";

    public IReadOnlyList<BenchInstance> Read()
    {
        if (!Directory.Exists(Path.Combine(checkout, Programs)) || !Directory.Exists(Path.Combine(checkout, Tests)))
        {
            throw new CliException($"'{checkout}' is no checkout of QuixBugs: it has no {Programs}/ or no {Tests}/. Name one with --path.");
        }

        var names = Directory.EnumerateFiles(Path.Combine(checkout, Tests), "test_*.py")
            .Select(file => Path.GetFileNameWithoutExtension(file)["test_".Length..])
            .Where(name => File.Exists(Path.Combine(checkout, Programs, $"{name}.py")))
            .Order(StringComparer.Ordinal)
            .Select(Instance)
            .ToList();
        return names.Count > 0 ? names : throw new CliException($"'{checkout}' holds no program with a test.");
    }

    private BenchInstance Instance(string name)
    {
        var files = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var file in Directory.EnumerateFiles(checkout).Where(IsForAll))
        {
            files[Path.GetFileName(file)] = File.ReadAllBytes(file);
        }

        foreach (var file in Directory.EnumerateFiles(Path.Combine(checkout, Tests), "*.py").Where(f => IsHelper(f) || Path.GetFileName(f) == $"test_{name}.py"))
        {
            files[$"{Tests}/{Path.GetFileName(file)}"] = File.ReadAllBytes(file);
        }

        AddProgram(files, Programs, name);
        Add(files, $"{Data}/{name}.json");
        return new BenchInstance(name, files, $"python3 -m pytest -q {Tests}/test_{name}.py", new Differential(this, name));
    }

    /// <summary>Settings and helpers of the whole test suite; scripts of the checkout's own upkeep stay out.</summary>
    private static bool IsForAll(string file) => Path.GetFileName(file) is "conftest.py" or "pytest.ini" or "setup.cfg" or "tox.ini" or "pyproject.toml" or "load_testdata.py" or "node.py";

    private static bool IsHelper(string file) => !Path.GetFileName(file).StartsWith("test_", StringComparison.Ordinal);

    /// <summary>A program with the files of its folder that it imports, and theirs.</summary>
    private void AddProgram(Dictionary<string, byte[]> files, string folder, string name)
    {
        if (!Add(files, $"{folder}/{name}.py"))
        {
            return;
        }

        Add(files, $"{folder}/__init__.py");
        Add(files, $"{folder}/node.py");
        foreach (Match import in Import().Matches(Encoding.UTF8.GetString(files[$"{folder}/{name}.py"])))
        {
            AddProgram(files, folder, import.Groups["module"].Value);
        }
    }

    /// <returns>True when the file is there and was not added before.</returns>
    private bool Add(Dictionary<string, byte[]> files, string path)
    {
        var file = Path.Combine(checkout, path);
        return !files.ContainsKey(path) && File.Exists(file) && files.TryAdd(path, File.ReadAllBytes(file));
    }

    [GeneratedRegex(@"^\s*(?:from|import)\s+(?:\.|python_programs\.|correct_python_programs\.)?(?<module>\w+)", RegexOptions.Multiline | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Import();

    /// <summary>Compares the patched program with the reference on the tests' inputs and on mutations of them.</summary>
    private sealed class Differential(QuixBugs benchmark, string name) : IGrading
    {
        public TimeSpan Limit => TimeSpan.FromSeconds(45);

        public IReadOnlyDictionary<string, byte[]> Folder(IReadOnlyDictionary<string, byte[]> patched, string token)
        {
            var files = new Dictionary<string, byte[]>(patched, StringComparer.Ordinal) { ["program.py"] = GradingScripts.Read("differ.py") };
            benchmark.AddProgram(files, References, name);
            if (!files.ContainsKey($"{References}/{name}.py"))
            {
                throw new CliException($"{benchmark.Name} has no {References}/{name}.py to compare with.");
            }

            files["task.json"] = BenchInstance.File(System.Text.Json.JsonSerializer.Serialize(new { name, token, seed = benchmark.Seed }));
            return files;
        }
    }

    private int Seed { get; } = seed;
}
