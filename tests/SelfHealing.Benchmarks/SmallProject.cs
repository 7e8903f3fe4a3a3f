using System.Diagnostics;
using System.Formats.Tar;
using System.Text;

namespace SelfHealing.Benchmarks;

/// <summary>One function with one bug, and one test that takes about a millisecond.</summary>
internal static class SmallProject
{
    public const string Source = "def total(items):\n    result = 0\n    for item in items:\n        result += item - 1\n    return result\n";

    private const string Test = "from total import total\n\n\ndef test_total():\n    for _ in range(8):\n        items = list(range(1000))\n    assert total(items) == 499500\n";

    public static IReadOnlyDictionary<string, string> Files { get; } =
        new Dictionary<string, string>(StringComparer.Ordinal) { ["total.py"] = Source, ["test_total.py"] = Test };

    /// <summary>The files as a tar.</summary>
    public static MemoryStream Archive()
    {
        var memory = new MemoryStream();
        using (var writer = new TarWriter(memory, leaveOpen: true))
        {
            foreach (var (path, content) in Files)
            {
                writer.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, path) { DataStream = new MemoryStream(Encoding.UTF8.GetBytes(content)) });
            }
        }

        memory.Position = 0;
        return memory;
    }

    /// <summary>A repository of its own for each repair, with a remote that takes the branch.</summary>
    public static string Repository(string folder, int number)
    {
        var repository = Path.Combine(folder, $"total-{number}");
        Directory.CreateDirectory(repository);
        foreach (var (path, content) in Files)
        {
            File.WriteAllText(Path.Combine(repository, path), content.Replace("result = 0", $"result = {number} - {number}", StringComparison.Ordinal));
        }

        Git(repository, "init", "-q");
        Git(repository, "add", "-A");
        Git(repository, "-c", "user.name=bench", "-c", "user.email=bench@localhost", "commit", "-q", "-m", "Start");
        Git(folder, "clone", "-q", "--bare", repository, $"{repository}.git");
        Git(repository, "remote", "add", "origin", $"{repository}.git");
        return repository;
    }

    private static void Git(string folder, params string[] arguments)
    {
        using var git = Process.Start(new ProcessStartInfo("git", arguments) { WorkingDirectory = folder }) ?? throw new InvalidOperationException("git did not start.");
        git.WaitForExit();
        if (git.ExitCode != 0)
        {
            throw new InvalidOperationException($"git {string.Join(' ', arguments)} ended with exit code {git.ExitCode}.");
        }
    }
}
