using System.Text.Json;
using SelfHealing.Cli.Repositories;
using SelfHealing.Cli.Tests.Support;

namespace SelfHealing.Cli.Tests.Bench.SweBench;

/// <summary>An instance of SWE-bench's format over a small repository of its own, made by git as the real ones were.</summary>
internal sealed class MadeUpInstance
{
    public const string Id = "shop__prices-1";

    private const string Buggy = "def total(prices):\n    result = 0\n    for price in prices[1:]:\n        result += price\n    return result\n\n\ndef count(prices):\n    return len(prices)\n";
    private const string Test = "from prices import count\n\n\ndef test_count():\n    assert count([1, 2]) == 2\n";
    private const string HiddenTest = "from prices import count, total\n\n\ndef test_count():\n    assert count([1, 2]) == 2\n\n\ndef test_total():\n    assert total([1, 2]) == 3\n";

    private MadeUpInstance(string clones, string commit, string gold, string testPatch) => (Clones, Commit, Gold, TestPatch) = (clones, commit, gold, testPatch);

    public string Clones { get; }

    public string Commit { get; }

    public string Gold { get; }

    public string TestPatch { get; }

    public static async Task<MadeUpInstance> CreateAsync(TemporaryFolder folder)
    {
        var clones = Path.Combine(folder.Path, "clones");
        var clone = Path.Combine(clones, "shop__prices");
        var stop = TestContext.Current.CancellationToken;
        folder.File("clones/shop__prices/prices.py", Buggy);
        folder.File("clones/shop__prices/tests/test_prices.py", Test);
        folder.File("clones/shop__prices/conftest.py", "import os\nimport sys\n\nsys.path.insert(0, os.path.dirname(__file__))\n");
        await LocalGit.CreateAsync(clone, $"{folder.Path}/remote.git", stop);
        var commit = (await LocalGit.RunAsync(clone, stop, "rev-parse", "HEAD")).Trim();
        var gold = await DiffAsync(clone, folder, "prices.py", Buggy.Replace("prices[1:]", "prices", StringComparison.Ordinal));
        var testPatch = await DiffAsync(clone, folder, "tests/test_prices.py", HiddenTest);

        // The fix is in the repository's later history, where nobody may look.
        folder.File("clones/shop__prices/prices.py", Buggy.Replace("prices[1:]", "prices", StringComparison.Ordinal));
        await LocalGit.RunAsync(clone, stop, "commit", "--quiet", "--all", "--message", "Fix it");
        return new MadeUpInstance(clones, commit, gold, testPatch);
    }

    /// <summary>The data set's line.</summary>
    public string Line(Action<Dictionary<string, object?>>? change = null)
    {
        var row = new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["repo"] = "shop/prices",
            ["instance_id"] = Id,
            ["base_commit"] = Commit,
            ["patch"] = Gold,
            ["test_patch"] = TestPatch,
            ["problem_statement"] = "`total([1, 2])` in prices.py gives 2, the first price is left out.",
            ["hints_text"] = "Look at the slice.",
            ["created_at"] = "2020-01-01T00:00:00Z",
            ["version"] = "1.0",
            ["FAIL_TO_PASS"] = "[\"tests/test_prices.py::test_total\"]",
            ["PASS_TO_PASS"] = new[] { "tests/test_prices.py::test_count" },
            ["environment_setup_commit"] = Commit,
        };
        change?.Invoke(row);
        return JsonSerializer.Serialize(row);
    }

    private static async Task<string> DiffAsync(string clone, TemporaryFolder folder, string path, string content)
    {
        folder.File($"clones/shop__prices/{path}", content);
        var diff = await LocalGit.RunAsync(clone, TestContext.Current.CancellationToken, "diff");
        await LocalGit.RunAsync(clone, TestContext.Current.CancellationToken, "checkout", "--quiet", "--", ".");
        return diff;
    }
}
