using FsCheck;
using FsCheck.Fluent;
using SelfHealing.Repair.Reviews;

namespace SelfHealing.Repair.Tests.Reviews;

public sealed class LexerTests
{
    private static readonly string[] s_pieces = ["\"", "'", "\"\"\"", "\\", "#", "//", "/*", "*/", "\n", " ", "\t", "f", "name", "12.5", "==", "é", "\ud83d", "(", ":", "\0"];

    [Fact]
    public void Comments_and_white_space_do_not_count_and_texts_do()
    {
        var lines = Lexer.Lines("x = f('a # b')  # note\n\n    # only a note\n\ty  =  r\"\\d\" '''long\ntext''' != 3\n", "a.py").All;
        lines.Select(l => string.Join(' ', l.Tokens.Select(t => t.Text))).ShouldBe(["x = f ( a # b )", "y = \\d long\ntext != 3"]);
        lines.Select(l => l.Indent).ShouldBe([0, 8]);
    }

    [Fact]
    public void Division_is_no_comment_in_Python_and_slashes_are_one_in_C() =>
        (Lexer.Lines("a // b", "a.py").All[0].Tokens.Count, Lexer.Lines("a // b", "a.cs").All[0].Tokens.Count, Lexer.Lines("/* x\n y */ z", "a.cs").All[0].Tokens.Count)
            .ShouldBe((3, 1, 1));

    [Fact]
    public void What_the_last_line_leaves_open_is_open_for_itself_alone()
    {
        const string Before = "\"\"\"\na = 1\n\"\"\"\nb = 2\n\"\"\"";
        var change = CodeChange.Of(new FileChange(new BaseFile("a.py", Before), Before + "\nc = 3"));
        change.Before.Count.ShouldBe(3);
        change.After.Count.ShouldBe(3);
        (change.Removed.Count, change.Added.Count).ShouldBe((1, 1));
    }

    [Fact]
    public void A_text_reads_the_same_beside_another_version_as_alone() =>
        Prop.ForAll(Gen.Elements(s_pieces).ArrayOf().Select(string.Concat).ToArbitrary(), Gen.Elements(s_pieces).ArrayOf().Select(string.Concat).ToArbitrary(), Gen.Elements("a.py", "a.cs").ToArbitrary(), (before, after, path) =>
        {
            foreach (var (one, other) in new[] { (before, after), (before, $"{before}\n{after}"), (before + '\n', after + before) })
            {
                Lexer.Lines(other, path, Lexer.Lines(one, path)).Select(l => (l.Key, l.Indent)).ShouldBe(Lexer.Lines(other, path).All.Select(l => (l.Key, l.Indent)));
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));

    [Fact]
    public void Any_text_has_lines_and_an_unchanged_text_has_no_change() =>
        Prop.ForAll(Gen.Elements(s_pieces).ArrayOf().Select(string.Concat).ToArbitrary(), Gen.Elements("a.py", "a.cs", "").ToArbitrary(), (text, path) =>
        {
            Lexer.Lines(text, path).All.ShouldAllBe(l => l.Tokens.Count > 0);
            var change = CodeChange.Of(new FileChange(new BaseFile(path, text), text + "\n# x // y".Replace("# x", path == "a.cs" ? "// x" : "# x", StringComparison.Ordinal)));
            change.Removed.Count.ShouldBeLessThanOrEqualTo(1);
            CodeChange.Of(new FileChange(new BaseFile(path, text), text)).Added.ShouldBeEmpty();
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));

    [Fact]
    public void What_one_side_gains_the_other_loses() =>
        Prop.ForAll(Lines(), Lines(), (before, after) =>
        {
            var change = CodeChange.Of(new FileChange(new BaseFile("a.py", before), after));
            var back = CodeChange.Of(new FileChange(new BaseFile("a.py", after), before));
            change.Removed.Select(l => l.Key).Order().ShouldBe(back.Added.Select(a => a.Line.Key).Order());
            change.Added.ShouldAllBe(a => change.After[a.Index] == a.Line);
            (change.Before.Count - change.Removed.Count).ShouldBe(change.After.Count - change.Added.Count);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));

    private static Arbitrary<string> Lines() =>
        Gen.Elements("a = 1", "  b()", "b()", "return c", "").ArrayOf().Select(lines => string.Join('\n', lines)).ToArbitrary();
}
