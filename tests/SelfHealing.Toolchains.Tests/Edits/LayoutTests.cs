using SelfHealing.Repair.Engines;

namespace SelfHealing.Toolchains.Edits;

/// <summary>Edits are text: they keep the layout that they find.</summary>
public sealed class LayoutTests(ToolchainFixture fixture)
{
    private const string Unusual = """
        import functools


        def plain(f):
            return functools.wraps(f)(f)


        @plain
        def f(größe, *, step=1):
            '''Zählt – ohne Gewähr.'''
            total = 0; größe = größe * 1  # one line, two statements
            for i in range(
                0,  # from
                größe,
                step,
            ):
                if i % 2: continue
                elif i > 5: total += i
                else:
                    total += (i
                              + 1)  # more
            text = f"{total:>3} – {größe!r}" 'x'
            return len(text) if total else -1

        """;

    [Theory]
    [InlineData("\n", "    ")]
    [InlineData("\r\n", "    ")]
    [InlineData("\n", "\t")]
    [InlineData("\r\n", "  ")]
    public async Task Every_edit_of_unusual_code_parses_and_keeps_breaks_indents_and_the_other_lines(string lineBreak, string indent)
    {
        var source = Unusual.ReplaceLineEndings("\n").Replace("    ", indent, StringComparison.Ordinal).Replace("\n", lineBreak, StringComparison.Ordinal);
        var project = await ExploreAsync(source);

        project.Space.Atoms.Count.ShouldBeGreaterThan(500);
        foreach (var atom in project.Space.Atoms)
        {
            var patched = project.Patched(atom);
            if (lineBreak == "\r\n")
            {
                patched.Replace("\r\n", "", StringComparison.Ordinal).ShouldNotContain('\n', atom.Operator);
            }

            patched.ShouldStartWith(source[..source.IndexOf("@plain", StringComparison.Ordinal)], Case.Sensitive, atom.Operator);
            patched.ShouldContain("'''Zählt – ohne Gewähr.'''", Case.Sensitive, atom.Operator);
        }

        var invalid = await project.VerdictsAsync(fixture).CountAsync(v => v.Verdict == TrialVerdict.Invalid, TestContext.Current.CancellationToken);
        invalid.ShouldBe(0);
    }

    [Fact]
    public async Task Programs_are_distinct_each_has_a_known_operator_and_all_families_take_part()
    {
        var project = await ExploreAsync(Unusual.ReplaceLineEndings("\n"));

        project.Space.Atoms.Select(a => a.NormalForm).ShouldBeUnique();
        project.Patched("subject").ShouldBeUnique();
        project.Patched("subject").Contains(project.Modules["subject"]).ShouldBeFalse();
        project.Space.Atoms.Select(a => a.Family).Distinct().Order().ShouldBe(["condition", "ingredient", "mutation", "template"]);
        project.Space.Atoms.Select(a => a.Operator).Distinct().Except(OperatorPriors.Names).ShouldBeEmpty();
        project.Space.Atoms.ShouldAllBe(a => a.Likelihood > 0 && a.Likelihood <= 1 && a.Size >= 1 && a.Function == "f");
    }

    [Fact]
    public async Task A_constant_that_the_function_reads_is_edited_too()
    {
        var project = await ExploreAsync("class C:\n    STEP = 2\n\n\nLIMIT = 3\n\n\ndef f(n):\n    return LIMIT + C.STEP\n");

        project.Patched("subject").Exists(text => text.Contains("LIMIT = 4\n", StringComparison.Ordinal)).ShouldBeTrue();
        project.Patched("subject").Exists(text => text.Contains("    STEP = 1\n", StringComparison.Ordinal)).ShouldBeTrue();
    }

    private Task<BugProject> ExploreAsync(string source) =>
        BugProject.ExploreAsync(fixture, new Dictionary<string, string> { ["subject"] = source }, ["subject.f(3)"]);
}
