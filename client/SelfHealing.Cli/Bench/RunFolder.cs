using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace SelfHealing.Cli.Bench;

/// <summary>What a run of a benchmark keeps, so that a killed one goes on: one folder for each benchmark, seed, settings and build of the product.</summary>
internal sealed class RunFolder
{
    private readonly Lock _writing = new();
    private readonly string _results;

    private RunFolder(string path, string run)
    {
        (Path, Run) = (path, run);
        _results = System.IO.Path.Combine(path, "results.jsonl");
    }

    /// <summary>The folder.</summary>
    public string Path { get; }

    /// <summary>Part of the ids of this run's incidents; a fresh run has another.</summary>
    public string Run { get; }

    /// <summary>The data folder of the run's own silo: its memory starts empty and the user's list stays clean.</summary>
    public string Data => System.IO.Path.Combine(Path, "data");

    /// <summary>Opens the folder of a run, or makes it.</summary>
    public static RunFolder Open(string dataFolder, IBenchmark benchmark, IReadOnlyList<BenchInstance> instances, BenchOptions options)
    {
        var path = System.IO.Path.Combine(dataFolder, "bench", $"{benchmark.Name}-{Key(instances, options)}");
        if (options.IsFresh && Directory.Exists(path))
        {
            Directory.Delete(path, recursive: true);
        }

        Directory.CreateDirectory(path);
        var name = System.IO.Path.Combine(path, "run");
        if (!File.Exists(name))
        {
            File.WriteAllText(name, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(3)));
        }

        return new RunFolder(path, File.ReadAllText(name).Trim());
    }

    /// <summary>Results that are kept, by instance. An infrastructure fault is not: it is tried again. A line that a kill cut short is left out.</summary>
    public IReadOnlyDictionary<string, InstanceResult> Read()
    {
        var results = new Dictionary<string, InstanceResult>(StringComparer.Ordinal);
        foreach (var line in File.Exists(_results) ? File.ReadLines(_results) : [])
        {
            if (Parse(line) is { IsInfrastructure: false } result)
            {
                results[result.Id] = result;
            }
        }

        return results;
    }

    /// <summary>Keeps one result.</summary>
    public void Append(InstanceResult result)
    {
        lock (_writing)
        {
            // A line of its own even behind one that was cut short.
            File.AppendAllText(_results, $"\n{JsonSerializer.Serialize(result)}");
        }
    }

    private static InstanceResult? Parse(string line)
    {
        try
        {
            return line.Length == 0 ? null : JsonSerializer.Deserialize<InstanceResult>(line);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Equal for runs whose results may be put together.</summary>
    private static string Key(IReadOnlyList<BenchInstance> instances, BenchOptions options)
    {
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var part in (string[])[options.Seed.ToString(null, null), options.TimeLimit.ToString(), .. options.Models, .. Builds()])
        {
            digest.AppendData(Encoding.UTF8.GetBytes($"{part}\n"));
        }

        foreach (var instance in instances)
        {
            digest.AppendData(Encoding.UTF8.GetBytes($"{instance.Id}\n"));
            foreach (var (path, content) in instance.Files.OrderBy(f => f.Key, StringComparer.Ordinal))
            {
                digest.AppendData(Encoding.UTF8.GetBytes($"{path} {content.Length}\n"));
                digest.AppendData(content);
            }
        }

        return Convert.ToHexStringLower(digest.GetHashAndReset())[..10];
    }

    /// <summary>Identities of the product's own assemblies: another build is another program.</summary>
    private static IEnumerable<string> Builds() => Directory
        .EnumerateFiles(AppContext.BaseDirectory, "*.dll")
        .Where(file => System.IO.Path.GetFileName(file) is var name && (name.StartsWith("SelfHealing.", StringComparison.Ordinal) || name == "selfheal.dll"))
        .Where(file => !file.Contains(".Tests", StringComparison.Ordinal))
        .Order(StringComparer.Ordinal)
        .Select(file => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file))));
}
