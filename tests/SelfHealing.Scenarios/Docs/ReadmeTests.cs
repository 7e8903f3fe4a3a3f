using System.Text.RegularExpressions;
using SelfHealing.Scenarios.Workshops;

namespace SelfHealing.Scenarios.Docs;

/// <summary>What the documents tell a newcomer to type and to read exists.</summary>
public sealed partial class ReadmeTests
{
    private static readonly string[] Documents =
        [SourceTree.At("README.md"), SourceTree.At("CONTRIBUTING.md"), .. SourceTree.Files("*.md", "docs"), .. SourceTree.Files("*.md", "tests")];

    public static TheoryData<string> CommandLines => [.. Documents.SelectMany(Runnable).Where(line => line.StartsWith("./selfheal ", StringComparison.Ordinal)).Distinct()];

    [Theory, MemberData(nameof(CommandLines))]
    public async Task Every_option_that_a_document_uses_is_in_the_help(string line)
    {
        await using var workshop = new Workshop();
        var words = Word().Matches(line).Select(m => m.Value).Skip(1).ToList();
        var path = words.TakeWhile(word => SubCommand().IsMatch(word)).Take(words[0] == "bench" ? 2 : 1).ToArray();

        var help = (await workshop.RunAsync([.. path, "--help"])).ShouldExitWith(0);

        var told = help.Output + help.Error;
        foreach (var option in words.Where(word => word.StartsWith("--", StringComparison.Ordinal)).Select(word => word.Split('=')[0]))
        {
            told.Contains(option, StringComparison.Ordinal).ShouldBeTrue($"{option} of '{line}' is not in the help of '{string.Join(' ', path)}':\n{told}");
        }
    }

    [Fact]
    public void The_scripts_that_the_documents_name_can_be_run()
    {
        var scripts = Documents.SelectMany(Runnable).Where(line => line.StartsWith("./", StringComparison.Ordinal)).Select(line => line.Split(' ')[0]).Distinct().ToList();

        scripts.ShouldContain("./selfheal");
        scripts.ShouldContain("./test.sh");
        foreach (var script in scripts)
        {
            File.GetUnixFileMode(SourceTree.At(script)).HasFlag(UnixFileMode.UserExecute).ShouldBeTrue(script);
        }
    }

    [Fact]
    public void Every_relative_link_leads_somewhere() =>
        (from document in Documents
         from Match link in Link().Matches(File.ReadAllText(document))
         let target = link.Groups["target"].Value.Split('#')[0]
         where target.Length > 0 && !target.Contains("://", StringComparison.Ordinal)
         where !Path.Exists(Path.Combine(Path.GetDirectoryName(document)!, target))
         select $"{Path.GetRelativePath(SourceTree.Root, document)}: {target}").ShouldBeEmpty();

    /// <summary>Command lines of the blocks marked <c>bash</c>, continued lines joined.</summary>
    private static IEnumerable<string> Runnable(string document) =>
        from Match block in BashBlock().Matches(File.ReadAllText(document))
        from line in block.Groups["text"].Value.Replace("\\\n", " ", StringComparison.Ordinal).Split('\n')
        let command = line.Split(" # ")[0].Trim()
        where command.Length > 0 && !command.StartsWith('#')
        select command;

    [GeneratedRegex("^```bash\n(?<text>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex BashBlock();

    [GeneratedRegex(@"\[[^\]\n]+\]\((?<target>[^)\s]+)\)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Link();

    [GeneratedRegex("\"[^\"]*\"|\\S+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Word();

    [GeneratedRegex("^[a-z]+(-[a-z]+)*$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex SubCommand();
}
