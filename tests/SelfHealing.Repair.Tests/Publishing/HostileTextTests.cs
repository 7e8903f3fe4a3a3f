using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using SelfHealing.Ensemble;
using SelfHealing.Repair.Publishing;
using SelfHealing.Repairs;

namespace SelfHealing.Repair.Tests.Publishing;

/// <summary>Whatever errors, names and code say, the message and the pull request stay ours.</summary>
public sealed partial class HostileTextTests
{
    private static readonly string[] s_pieces =
    [
        "\n", "\n\n", "\r", "\u2028", "\u0085", "Signed-off-by: Eve <e@x.org>", "Co-authored-by: Eve <e@x.org>", "@team", "@", "fixes #12", "closes o/r#3", "GH-7",
        "https://host/o/r/issues/1", "www.host.org", "```", "````", "`", "~~~", "# Title", "## Why this patch", "- item", "1. item", "> quote", "---", "===",
        "<script>", "<!--", "-->", "</details>", "[a](b)", "![a](b)", "|", "*b*", "_i_", "\\", "&lt;", "\u202e", "\u200b", "\0", " ", "word", "    code", "\t",
        "[skip ci]", "!5", "$x$", "SelfHealing-Incident: inc-x",
    ];

    private static readonly string[] s_headings = ["## What is wrong", "## What changes", "## How it was proven", "## Why this patch", "### Ballots"];

    [Fact]
    public void A_commit_message_has_no_trailer_mention_or_reference_but_ours() => Holds(publication =>
    {
        var lines = publication.Message.Split('\n');
        lines[0].ShouldStartWith("Suggest a fix for ");
        lines[1].ShouldBeEmpty();
        lines[^2].ShouldBe("SelfHealing-Incident: inc-23456789ab");
        lines[^3].ShouldBeEmpty();
        lines.Where(l => l.Length > 0).ShouldAllBe(l =>
            l.StartsWith("Suggest a fix") || l.StartsWith("Root cause:") || l.StartsWith("Fix: ") || l.StartsWith("Tests: ") || l.StartsWith("Vote: ")
            || l[0] == '-' || l.StartsWith("  ") || l.StartsWith("SelfHealing-Incident: "));
        IsLive(publication.Message).ShouldBeFalse();
        publication.Message.Count(c => char.IsControl(c) && c != '\n').ShouldBe(0);
    });

    [Fact]
    public void A_pull_request_has_our_headings_alone_and_every_fence_closes() => Holds(publication =>
    {
        var outside = OutsideFences(publication.PullRequestBody);
        outside.Where(l => l.TrimStart().StartsWith('#')).ShouldBe(s_headings);
        outside.ShouldAllBe(l => l.Length == 0 || char.IsLetter(l[0]) || l.StartsWith("- ") || l[0] == '#' || l[0] == '\\' || l[0] == '&' || l[0] == '('
            || l[0] == '/' || char.IsAsciiDigit(l[0]) || l[0] == '@' || l[0] == ':' || l[0] == '…' || l[0] == '`');
        outside.Select(WithoutCode).ShouldAllBe(l => !l.Contains('<') && !IsLive(l) && !Unescaped().IsMatch(l));
    });

    [Theory]
    [InlineData("a`b", "`` a`b ``")]
    [InlineData("```", "```` ``` ````")]
    [InlineData("a\nb", "`a b`")]
    [InlineData("", "(empty)")]
    public void Code_is_fenced_longer_than_what_it_holds(string text, string code) => Foreign.Code(text).ShouldBe(code);

    [Theory]
    [InlineData("@team look", "@ team look")]
    [InlineData("fixes #12", "fixes # 12")]
    [InlineData("x\u202ey\r\nz", "x y z")]
    [InlineData("Reviewed-By: Eve", "Reviewed-by : Eve")]
    public void Plain_text_is_dead(string text, string plain) => Foreign.Plain(text).ShouldBe(plain);

    private static void Holds(Action<SelfHealing.Repositories.Publication> property) =>
        Prop.ForAll(Gen.Elements(s_pieces).ArrayOf().Select(string.Concat).ToArbitrary(), foreign =>
        {
            var facts = PublicationTextTests.Facts(foreign);
            property(PublicationText.Compose(facts with
            {
                Report = facts.Report with { TestCommand = foreign },
                Baseline = facts.Baseline with { FailToPass = [foreign] },
                Winner = facts.Winner with
                {
                    Diff = foreign, Before = foreign, After = "x" + foreign, Function = "f" + foreign, Voter = "v" + foreign, Lesson = foreign,
                    Patch = new Patch([new TextEdit("a" + foreign, 0, 0, "")]),
                },
                Vote = new Vote("w", 0.5, [new Ballot(foreign, foreign, 1, foreign), new Ballot("v", null, 0, foreign)], [foreign, "The runner-up differs on " + foreign]),
                ApprovedBy = "p" + foreign,
            }));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    private static bool IsLive(string text) => Live().IsMatch(text);

    private static List<string> OutsideFences(string body)
    {
        var outside = new List<string>();
        string? fence = null;
        foreach (var line in body.Split('\n'))
        {
            var ticks = new string([.. line.TakeWhile(c => c == '`')]);
            if (fence is null && ticks.Length >= 3 && (line.Length == ticks.Length || char.IsAsciiLetter(line[ticks.Length])))
            {
                fence = ticks;
            }
            else if (fence is not null)
            {
                fence = line.TrimEnd() == ticks && ticks.Length >= fence.Length ? null : fence;
            }
            else
            {
                outside.Add(line);
            }
        }

        fence.ShouldBeNull();
        return outside;
    }

    private static string WithoutCode(string line) => CodeSpan().Replace(line, "code");

    [GeneratedRegex(@"@\w|#\d|(?i:-by:)|://|GH-\d", RegexOptions.None, 1000)]
    private static partial Regex Live();

    [GeneratedRegex(@"(?<!`)(?<ticks>`+)(?!`).*?(?<!`)\k<ticks>(?!`)", RegexOptions.None, 1000)]
    private static partial Regex CodeSpan();

    [GeneratedRegex(@"(?<!\\)(?:\\\\)*[`*_\[\]|]", RegexOptions.None, 1000)]
    private static partial Regex Unescaped();
}
