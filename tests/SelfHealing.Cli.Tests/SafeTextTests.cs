using FsCheck;
using FsCheck.Fluent;
using SelfHealing.Cli.Terminals;
using Spectre.Console;
using Spectre.Console.Testing;

namespace SelfHealing.Cli.Tests;

public sealed class SafeTextTests
{
    [Theory]
    [InlineData("\u001b[31mred\u001b[0m", "red")]
    [InlineData("\u001b]0;title\u0007after", "after")]
    [InlineData("\u001b]8;;http://evil\u001b\\link\u001b]8;;\u001b\\", "link")]
    [InlineData("\u009b2Jgone", "gone")]
    [InlineData("\u001bPdcs\u001b\\x", "x")]
    [InlineData("\u001b(0lqk", "lqk")]
    [InlineData("half\u001b[", "half")]
    [InlineData("a\u0000b\u0008c\u007fd", "abcd")]
    [InlineData("over\rwrite", "overwrite")]
    [InlineData("user\u202exe.txt", "userxe.txt")]
    [InlineData("a\u200bb\u2066c\u2069d\ufeffe", "abcde")]
    [InlineData("\U000E0041tag", "tag")]
    [InlineData("1\r\n2\n3", "1\n2\n3")]
    [InlineData("a\tb", "a    b")]
    [InlineData("naïve 漢字 🙂 [red]", "naïve 漢字 🙂 [red]")]
    [InlineData(null, "")]
    public void Clean_keeps_what_is_read_and_nothing_that_acts(string? foreign, string shown) => SafeText.Clean(foreign).ShouldBe(shown);

    [Fact]
    public void No_text_at_all_gets_a_hidden_character_through() =>
        Prop.ForAll(ArbMap.Default.ArbFor<string>(), text => SafeText.Clean(text).EnumerateRunes().Where(r => r.Value != '\n').All(r => !SafeText.IsHidden(r)))
            .QuickCheckThrowOnFailure();

    [Fact]
    public void Cleaning_twice_is_cleaning_once() =>
        Prop.ForAll(ArbMap.Default.ArbFor<string>(), text => SafeText.Clean(SafeText.Clean(text)) == SafeText.Clean(text)).QuickCheckThrowOnFailure();

    [Fact]
    public void A_line_stays_one_line_and_short()
    {
        SafeText.Line("a\n  b\u2028c").ShouldBe("a bc");
        SafeText.Line(new string('x', 5000), 10).ShouldBe("xxxxxxxxx…");
    }

    [Fact]
    public void Markup_of_foreign_text_is_shown_literally()
    {
        using var console = new TestConsole();

        console.MarkupLine(SafeText.Markup("[red]x[/] [link=http://evil]y[/] [["));

        console.Output.Trim().ShouldBe("[red]x[/] [link=http://evil]y[/] [[");
    }

    [Fact]
    public void A_flood_is_cleaned_in_time_that_grows_with_its_length_only() =>
        SafeText.Clean(string.Concat(Enumerable.Repeat("\u001b]", 200_000))).ShouldBeEmpty();
}
