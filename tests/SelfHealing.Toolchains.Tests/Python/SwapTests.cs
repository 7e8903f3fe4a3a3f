using System.Text.RegularExpressions;
using SelfHealing.Repairs;

namespace SelfHealing.Toolchains.Python;

/// <summary>Every shape that a function can have: a batch must see a change of it exactly as a run of the whole command does.</summary>
public sealed partial class SwapTests(ToolchainFixture fixture)
{
    private static readonly string _folder = Path.Combine(AppContext.BaseDirectory, "Python", "shapes");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("python3 -m pytest -q", "test_shapes.py::")]
    [InlineData("python3 -m unittest test_cases", "test_cases.Cases.")]
    public async Task A_change_is_seen_whatever_the_shape_of_the_function(string command, string prefix)
    {
        var files = Files();
        string[] numbers = [.. Tests().Matches(files["test_shapes.py"]).Select(m => m.Groups["number"].Value)];
        var baseline = new Baseline([$"{prefix}test_fixed"], [.. numbers.Select(n => $"{prefix}test_{n}")], "", 1);
        var fix = files.Replace("shapes.py", "n - 100", "n + 100").Edits[0];
        var broken = numbers.Select((n, i) => new Trial(i, Change(files, fix, n, "7")));
        var kept = numbers.Select((n, i) => new Trial(1000 + i, Change(files, fix, n, $"(100 + {int.Parse(n) - 100})")));

        var verdicts = await fixture.Python.EvaluateAsync(await fixture.WorkspaceAsync(files, command), baseline, broken.Concat(kept).ToAsyncEnumerable(), Token).ToListAsync(Token);

        foreach (var verdict in verdicts)
        {
            var number = numbers[verdict.Number % 1000];
            if (verdict.Number >= 1000)
            {
                verdict.Verdict.ShouldBe(TrialVerdict.Plausible, $"shape {number}, equivalent change: {verdict}");
            }
            else
            {
                // The method of shape 102 is called by that of shape 113; the quicker of their tests runs first.
                string[] failing = number == "102" ? ["102", "113"] : [number];
                (verdict with { FirstFailure = null }).ShouldBe(new CandidateVerdict(verdict.Number, TrialVerdict.Failed, 1, 1, null), $"shape {number}");
                verdict.FirstFailure.ShouldBeOneOf([.. failing.Select(n => $"{prefix}test_{n}")]);
            }
        }

        verdicts.Count.ShouldBe(2 * numbers.Length);
    }

    private static Patch Change(ProjectFiles files, TextEdit fix, string number, string replacement)
    {
        var path = files["shapes.py"].Contains(number, StringComparison.Ordinal) ? "shapes.py" : "late.py";
        return new Patch([fix, .. files.Replace(path, number, replacement).Edits]);
    }

    private static ProjectFiles Files()
    {
        var files = new ProjectFiles();
        foreach (var path in Directory.EnumerateFiles(_folder, "*.py.txt"))
        {
            files[Path.GetFileNameWithoutExtension(path)] = File.ReadAllText(path);
        }

        files["test_cases.py"] = "import unittest\nimport test_shapes\n\n\nclass Cases(unittest.TestCase):\n" + string.Concat(
            Functions().Matches(files["test_shapes.py"]).Select(m => $"    def {m.Groups["name"].Value}(self):\n        test_shapes.{m.Groups["name"].Value}()\n\n"));
        return files;
    }

    [GeneratedRegex(@"def test_(?<number>\d+)\(", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Tests();

    [GeneratedRegex(@"def (?<name>test_\w+)\(", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Functions();
}
