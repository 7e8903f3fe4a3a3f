using System.Text.RegularExpressions;
using SelfHealing.Scenarios.Workshops;

namespace SelfHealing.Scenarios.Docs;

/// <summary>What the guide of the SDK shows is what the build compiles.</summary>
public sealed partial class SampleTests
{
    private static readonly string Guide = SourceTree.At("docs", "guides", "client-sdk.md");

    private static Dictionary<string, string> Samples => SourceTree.Files("*.cs", "docs", "samples").ToDictionary(path => Path.GetFileName(path), path => Unindented(File.ReadAllText(path)));

    private static List<string> Blocks => [.. CSharpBlock().Matches(File.ReadAllText(Guide)).Select(block => Unindented(block.Groups["text"].Value))];

    [Fact]
    public void Every_block_of_the_guide_is_part_of_a_sample()
    {
        Blocks.ShouldNotBeEmpty();
        foreach (var block in Blocks)
        {
            Samples.Values.ShouldContain(sample => sample.Contains(block, StringComparison.Ordinal), $"No file of docs/samples holds:\n{block}");
        }
    }

    [Fact]
    public void Every_sample_is_shown_in_the_guide()
    {
        foreach (var (name, sample) in Samples)
        {
            Blocks.ShouldContain(block => sample.Contains(block, StringComparison.Ordinal), $"{name} is not shown in {Path.GetFileName(Guide)}");
        }
    }

    private static string Unindented(string text) => string.Join('\n', text.Split('\n').Select(line => line.Trim())).Trim();

    [GeneratedRegex("^```csharp\n(?<text>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex CSharpBlock();
}
