using System.Text;
using FsCheck;
using FsCheck.Fluent;
using SelfHealing.Repair.Patches;
using SelfHealing.Repair.Patches.Edits;

namespace SelfHealing.Repair.Tests.Patches;

public sealed class EditFitTests
{
    private const string File = "def f(a):\n    total = 0\n    for x in a:\n        total -= x\n    return total\n\n\ndef g(a):\n    return f(a) / len(a)\n";

    [Fact]
    public void A_block_that_stands_exactly_so_changes_its_lines_and_nothing_else()
    {
        var fit = Fit(File, new EditBlock("a.py", "        total -= x", "        total += x"));

        fit.Fitted.ShouldBeNull();
        After(File, fit).ShouldBe(File.Replace("-=", "+=", StringComparison.Ordinal));
        fit.Patch!.Edits.ShouldHaveSingleItem().Replacement.ShouldBe("+");
    }

    [Fact]
    public void Other_white_space_is_fitted_and_reported()
    {
        var fit = Fit(File, new EditBlock("a.py", "for x in a:\n    total -= x", "for x in a:\n    if x:\n        total += x"));

        After(File, fit).ShouldBe(File.Replace("        total -= x\n", "        if x:\n            total += x\n", StringComparison.Ordinal));
        fit.Fitted.ShouldBe("A block was found with other white space at line 3 of a.py.");
    }

    [Fact]
    public void Lines_that_are_almost_so_are_fitted_and_reported_and_what_the_block_only_repeats_stays()
    {
        const string Text = "def f(values):\n    # adds all values of the list up\n    total = sum(values)\n    return total - 1\n";

        var fit = Fit(Text, new EditBlock(
            "a.py", "    # adds all the values of the list up\n    total = sum(values)\n    return total - 1",
            "    # adds all the values of the list up\n    total = sum(values)\n    return total"));

        After(Text, fit).ShouldBe(Text.Replace(" - 1", "", StringComparison.Ordinal));
        fit.Fitted.ShouldBe("A block was found by likeness at line 2 of a.py.");
    }

    [Fact]
    public void A_part_of_a_line_is_fitted_and_reported()
    {
        var fit = Fit(File, new EditBlock("a.py", "f(a) / len(a)", "f(a) / (len(a) or 1)"));

        After(File, fit).ShouldBe(File.Replace("f(a) / len(a)", "f(a) / (len(a) or 1)", StringComparison.Ordinal));
        fit.Fitted.ShouldBe("A block was found as a part of line 9 of a.py.");
    }

    [Fact]
    public void What_stands_twice_is_refused_and_never_guessed()
    {
        var fit = Fit("x = 1\ny = 2\nx = 1\n", new EditBlock("a.py", "x = 1", "x = 3"));

        fit.Patch.ShouldBeNull();
        fit.Failures.ShouldHaveSingleItem().Reason
            .ShouldBe("The SEARCH lines stand 2 times in a.py (at lines 1, 3); add lines around them until they stand once.");
    }

    [Fact]
    public void What_is_almost_so_at_two_places_is_refused()
    {
        const string Text = "value_of_first = compute(1, 2, 3)\n\nvalue_of_first = compute(1, 2, 4)\n";

        var fit = Fit(Text, new EditBlock("a.py", "value_of_first = compute(1, 2, 5)", "value_of_first = 0"));

        fit.Patch.ShouldBeNull();
        fit.Failures.ShouldHaveSingleItem().Reason.ShouldContain("stand 2 times");
    }

    [Fact]
    public void What_stands_nowhere_is_refused_with_the_place_where_it_would_fit_best()
    {
        var fit = Fit(File, new EditBlock("a.py", "    for value in a.values():\n        total -= x * 2", "    pass"));

        fit.Patch.ShouldBeNull();
        var failure = fit.Failures.ShouldHaveSingleItem();
        failure.Path.ShouldBe("a.py");
        failure.Line.ShouldBe(3);
        failure.Reason.ShouldStartWith("The SEARCH lines do not stand in a.py; line 3");
    }

    [Fact]
    public void One_block_that_does_not_fit_refuses_all()
    {
        var fit = Fit(File, new EditBlock("a.py", "        total -= x", "        total += x"), new EditBlock("a.py", "no such line at all", "x"));

        fit.Patch.ShouldBeNull();
        fit.Failures.ShouldHaveSingleItem().Block.Search.ShouldBe("no such line at all");
    }

    [Theory]
    [InlineData("b.py")]
    [InlineData("/etc/passwd")]
    [InlineData("../a.py")]
    public void A_file_that_does_not_exist_is_refused(string path)
    {
        var fit = Fit(File, new EditBlock(path, "x", "y"));

        fit.Patch.ShouldBeNull();
        fit.Failures.ShouldHaveSingleItem().Reason.ShouldStartWith($"There is no file {path}. Only files that exist can be changed");
    }

    [Theory]
    [InlineData("./src/a.py")]
    [InlineData("src/a.py")]
    [InlineData("a.py")]
    public void A_file_may_be_named_from_the_root_or_from_where_the_tests_run(string path)
    {
        var files = new Dictionary<string, byte[]> { ["src/a.py"] = Encoding.UTF8.GetBytes("x = 1\n") };

        EditFit.Of([new EditBlock(path, "x = 1", "x = 2")], files, "src").Patch!.Edits.ShouldHaveSingleItem().Path.ShouldBe("src/a.py");
    }

    [Fact]
    public void A_file_that_is_no_text_is_refused() =>
        EditFit.Of([new EditBlock("a.py", "x", "y")], new Dictionary<string, byte[]> { ["a.py"] = [0xff, 0xfe, 0x00] })
            .Failures.ShouldHaveSingleItem().Reason.ShouldBe("a.py is no UTF-8 text, and only such files can be changed.");

    [Fact]
    public void Edits_that_change_nothing_are_refused() =>
        Fit(File, new EditBlock("a.py", "    return total", "    return total")).Failures.ShouldHaveSingleItem().Reason.ShouldStartWith("The edits change nothing");

    [Theory]
    [InlineData("\r\n", "", "")]
    [InlineData("\n", "\ufeff", "")]
    [InlineData("\r\n", "\ufeff", "x = 1")]
    public void A_file_keeps_its_line_ends_its_mark_and_its_last_line(string end, string mark, string last)
    {
        var text = mark + File.Replace("\n", end, StringComparison.Ordinal) + last;

        var fit = Fit(text, new EditBlock("a.py", "def f(a):\n    total = 0", "def f(a):\n    count = 0\n    total = 0"));

        After(text, fit).ShouldBe(text.Replace($"def f(a):{end}", $"def f(a):{end}    count = 0{end}", StringComparison.Ordinal));
    }

    [Fact]
    public void Mixed_line_ends_stay_mixed()
    {
        const string Text = "a = 1\r\nb = 2\nc = 3\r\nd = 4";

        After(Text, Fit(Text, new EditBlock("a.py", "a = 1\nb = 2\nc = 3\nd = 4", "a = 1\nb = 2\nc = 30\nd = 4"))).ShouldBe("a = 1\r\nb = 2\nc = 30\r\nd = 4");
    }

    [Fact]
    public void Blocks_may_be_written_against_the_base_or_one_after_the_other()
    {
        EditBlock[] onBase = [new("a.py", "a = 1\nb = 2", "a = 10\nb = 2"), new("a.py", "b = 2\nc = 3", "b = 2\nc = 30")];
        EditBlock[] inTurn = [new("a.py", "a = 1", "a = 10"), new("a.py", "a = 10\nb = 2", "a = 10\nb = 20")];

        After("a = 1\nb = 2\nc = 3\n", Fit("a = 1\nb = 2\nc = 3\n", onBase)).ShouldBe("a = 10\nb = 2\nc = 30\n");
        After("a = 1\nb = 2\nc = 3\n", Fit("a = 1\nb = 2\nc = 3\n", inTurn)).ShouldBe("a = 10\nb = 20\nc = 3\n");
    }

    [Fact]
    public void Blank_lines_around_a_block_do_not_matter()
    {
        const string Text = "a = 1\nb = 2\n";

        After(Text, Fit(Text, new EditBlock("a.py", "\na = 1\n", "\na = 3\n"))).ShouldBe("a = 3\nb = 2\n");
    }

    [Fact]
    public void Whatever_lines_a_block_takes_out_of_a_file_it_puts_its_own_there() => Prop.ForAll(AnyEdit().ToArbitrary(), edit =>
    {
        var (lines, start, count, written, end) = edit;
        var text = string.Concat(lines.Select(l => l + end));
        var block = new EditBlock("a.py", string.Join('\n', lines.Skip(start).Take(count)), string.Join('\n', written));
        var fit = Fit(text, block);
        var expected = string.Concat(lines.Take(start).Concat(written).Concat(lines.Skip(start + count)).Select(l => l + end));
        return (fit.Patch is null ? text : After(text, fit)) == expected && fit.Fitted is null;
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    [Fact]
    public void Any_reply_on_any_file_gives_a_patch_that_applies_or_a_reason() => Prop.ForAll<string, string, string>((search, replace, text) =>
    {
        var fit = Fit(text ?? "", new EditBlock("a.py", Plain(search), Plain(replace)));

        if (fit.Patch is null)
        {
            fit.Failures.ShouldNotBeEmpty();
        }
        else
        {
            After(text ?? "", fit);
        }
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    // Every line is its own, so that each stands once.
    private static Gen<(string[] Lines, int Start, int Count, string[] Written, string End)> AnyEdit() =>
        from total in Gen.Choose(1, 12)
        from start in Gen.Choose(0, total - 1)
        from count in Gen.Choose(1, total - start)
        from indents in Gen.Choose(0, 3).ArrayOf(total)
        from written in Gen.Elements("x = 1", "    y = 2", "", "line 3", "größe = '→'").ArrayOf()
        from end in Gen.Elements("\n", "\r\n")
        select (indents.Select((n, i) => $"{new string(' ', 4 * n)}line {i}").ToArray(), start, count, written is [""] ? [] : written.Take(5).ToArray(), end);

    private static string Plain(string? text) => (text ?? "").Replace("\r", "", StringComparison.Ordinal);

    private static FittedEdits Fit(string text, params EditBlock[] blocks) =>
        EditFit.Of(blocks, new Dictionary<string, byte[]> { ["a.py"] = Encoding.UTF8.GetBytes(text) });

    private static string After(string text, FittedEdits fit) => Encoding.UTF8.GetString(PatchText.Apply(Encoding.UTF8.GetBytes(text), "a.py", fit.Patch.ShouldNotBeNull()));
}
