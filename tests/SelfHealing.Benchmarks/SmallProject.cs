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
}
