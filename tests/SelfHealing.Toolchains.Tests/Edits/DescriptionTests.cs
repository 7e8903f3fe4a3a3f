using System.Text;
using SelfHealing.Repair.Engines;
using SelfHealing.Repairs;

namespace SelfHealing.Toolchains.Edits;

/// <summary>A chat model's patch and an engine's edit that make the same program are told to be the same.</summary>
public sealed class DescriptionTests(ToolchainFixture fixture)
{
    private const string Source = """
        import os

        RATE = 2


        class Till:
            STEP = 1

            def total(self, items):
                # adds up
                sum_ = 0
                for item in items:
                    sum_ += item * RATE
                return sum_ - self.STEP


        def outer(n):
            def inner(k):
                return k < n

            if n > RATE: return inner
            return None


        def other(n):
            return n + RATE

        """;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_edit_of_a_function_a_class_or_a_module_has_the_form_of_its_description()
    {
        var project = await BugProject.ExploreAsync(
            fixture, new Dictionary<string, string> { ["subject"] = Source }, ["subject.Till().total([1])", "subject.outer(3)(2)", "subject.other(1)"]);

        var forms = await fixture.Python.DescribeAsync(project.Workspace, [.. project.Space.Atoms.Select(a => new Patch(a.Edits))], Token);

        project.Space.Atoms.Select(a => a.Function).Distinct().ShouldBe(["Till.total", "outer", "outer.inner", "other", ""], ignoreOrder: true);
        forms.Select(f => f.NormalForm).ShouldBe(project.Space.Atoms.Select(a => a.NormalForm));
        forms.Select(f => f.Function).ShouldBe(project.Space.Atoms.Select(a => a.Function));
        forms.Zip(project.Space.Atoms).Count(pair => Math.Abs(pair.First.Size - pair.Second.Size) < 0.01).ShouldBeGreaterThan(forms.Count * 9 / 10);
    }

    [Fact]
    public async Task Edits_in_several_functions_are_described_as_the_engines_combine_them()
    {
        var project = await BugProject.ExploreAsync(
            fixture, new Dictionary<string, string> { ["subject"] = Source }, ["subject.Till().total([1])", "subject.outer(3)(2)", "subject.other(1)"]);
        var pair = new RankedEdit([project.Space.Atoms.First(a => a.Function == "Till.total"), project.Space.Atoms.First(a => a.Function == "other")], 1);

        var form = await DescribeAsync(project.Workspace, pair.Patch);

        form.NormalForm.ShouldBe(pair.NormalForm);
        form.Function.ShouldBeEmpty();
        form.Before.ShouldContain(RankedEdit.Separator);
    }

    [Fact]
    public async Task Formatting_and_comments_make_no_other_form()
    {
        var (workspace, files) = await SubjectAsync();
        var plain = files.Replace("subject.py", "k < n", "k <= n");
        var formatted = new Patch([new TextEdit(
            "subject.py", 0, Encoding.UTF8.GetByteCount(Source),
            Source.Replace("return k < n", "return (k\n            <= n)  # n itself too", StringComparison.Ordinal)
                .Replace("# adds up", "# sums", StringComparison.Ordinal).Replace("if n > RATE: return inner", "if n > RATE:\n        return inner", StringComparison.Ordinal))]);

        var forms = await fixture.Python.DescribeAsync(workspace, [plain, formatted], Token);

        forms[1].ShouldBe(forms[0]);
        forms[0].ShouldBe(new PatchForm(forms[0].NormalForm, 1, "outer.inner", "return k < n", "return k <= n", null));
    }

    [Theory]
    [InlineData("return k < n", "return k <")]
    [InlineData("import os", "import os\0")]
    public async Task A_patch_that_does_not_parse_has_no_form_and_says_where(string text, string replacement)
    {
        var (workspace, files) = await SubjectAsync();

        var form = await DescribeAsync(workspace, files.Replace("subject.py", text, replacement));

        form.NormalForm.ShouldBeNull();
        form.Problem.ShouldNotBeNull().ShouldStartWith("subject.py");
    }

    [Fact]
    public async Task A_patch_that_does_not_fit_the_revision_says_so()
    {
        var (workspace, _) = await SubjectAsync();

        var forms = await fixture.Python.DescribeAsync(
            workspace, [new Patch([new TextEdit("lost.py", 0, 0, "x")]), new Patch([new TextEdit("subject.py", 1_000_000, 1, "x")])], Token);

        forms[0].Problem.ShouldBe("The revision has no file lost.py.");
        forms[1].Problem.ShouldNotBeNull().ShouldContain("bytes");
    }

    [Fact]
    public async Task New_functions_imports_and_other_files_are_part_of_the_form()
    {
        var (workspace, files) = await SubjectAsync();
        Patch[] patches =
        [
            files.Replace("subject.py", "import os", "import os\nimport sys"),
            files.Replace("subject.py", "def other(n):", "def helper(n):\n    return n\n\n\ndef other(n):"),
            files.Replace("limits.toml", "most = 3", "most = 4"),
            files.Replace("broken.py", "def f(:", "def f():"),
        ];

        var forms = await fixture.Python.DescribeAsync(workspace, patches, Token);

        forms.Select(f => f.NormalForm).ShouldBeUnique();
        forms.ShouldAllBe(f => f.NormalForm != null && f.Size >= 1 && f.Function == "");
        forms[1].After.ShouldBe("def helper(n):\n    return n");
    }

    [Fact]
    public async Task No_patches_need_no_container()
    {
        var nowhere = new Workspace("inc-nowhere", "", "no such archive", "no such image", "", "");

        (await fixture.Python.DescribeAsync(nowhere, [], Token)).ShouldBeEmpty();
    }

    private async Task<(Workspace Workspace, ProjectFiles Files)> SubjectAsync()
    {
        var files = new ProjectFiles { ["subject.py"] = Source, ["limits.toml"] = "most = 3\n", ["broken.py"] = "def f(:\n    return 1\n" };
        return (await fixture.WorkspaceAsync(files), files);
    }

    private async Task<PatchForm> DescribeAsync(Workspace workspace, Patch patch) => (await fixture.Python.DescribeAsync(workspace, [patch], Token)).Single();
}
