using System.Globalization;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using SelfHealing.Repair.Patches;

namespace SelfHealing.Repair.Tests.Patches;

public sealed class UnifiedDiffTests
{
    [Fact]
    public void A_changed_line_is_shown_with_three_lines_around_it() =>
        Diff("a\nb\nc\nd\ne\nf\ng\nh\n", "a\nb\nc\nd\nE\nf\ng\nh\n").ShouldBe(
            "--- a/x.py\n+++ b/x.py\n@@ -2,7 +2,7 @@\n b\n c\n d\n-e\n+E\n f\n g\n h\n");

    [Fact]
    public void Nothing_changed_is_an_empty_diff() => Diff("a\nb", "a\nb").ShouldBe("");

    [Fact]
    public void A_missing_last_line_break_is_told() =>
        Diff("a\nb", "a\nc").ShouldBe("--- a/x.py\n+++ b/x.py\n@@ -1,2 +1,2 @@\n a\n-b\n\\ No newline at end of file\n+c\n\\ No newline at end of file\n");

    [Fact]
    public void A_changed_line_break_is_a_change() => Diff("a\r\n", "a\n").ShouldContain("-a\r\n+a\n");

    [Fact]
    public void Applying_the_diff_gives_the_new_text() =>
        Prop.ForAll(Texts(), Texts(), (before, after) => Applied(before, Diff(before, after)) == after).QuickCheckThrowOnFailure();

    /// <summary>Applies a diff as `patch` does, and insists that its context and removed lines are those of the text.</summary>
    private static string Applied(string before, string diff)
    {
        var old = Lines(before);
        List<string> made = [];
        var at = 0;
        foreach (var line in Lines(diff.Replace("\n\\ No newline at end of file\n", "\0", StringComparison.Ordinal)).SelectMany(Unbroken).Skip(2))
        {
            if (line.StartsWith("@@", StringComparison.Ordinal))
            {
                var range = line.Split(' ')[1][1..].Split(',');
                var start = int.Parse(range[0], CultureInfo.InvariantCulture) - (range is [_, "0"] ? 0 : 1);
                made.AddRange(old[at..start]);
                at = start;
            }
            else if (line[0] is '+')
            {
                made.Add(line[1..]);
            }
            else
            {
                old[at].ShouldBe(line[1..]);
                made.AddRange(line[0] is ' ' ? [old[at]] : []);
                at++;
            }
        }

        made.AddRange(old[at..]);
        return string.Concat(made);
    }

    /// <summary>A line that ends without a line break is marked by a zero character instead.</summary>
    private static IEnumerable<string> Unbroken(string line) => line.Split('\0').Where(part => part.Length > 0);

    private static List<string> Lines(string text) =>
        [.. text.Split('\n').Select((line, i) => i < text.Count(c => c == '\n') ? line + "\n" : line).Where(line => line.Length > 0)];

    private static string Diff(string before, string after) => UnifiedDiff.Of("x.py", Encoding.UTF8.GetBytes(before), Encoding.UTF8.GetBytes(after));

    private static Arbitrary<string> Texts() =>
        Gen.Elements("a\n", "b\n", "c\n", "  x = 1\n", "\n", "ä\r\n", "end").ListOf().Select(lines => string.Concat(lines)).ToArbitrary();
}
