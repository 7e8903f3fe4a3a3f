using SelfHealing.Cli.Bench;
using SelfHealing.Cli.Tests.Support;

namespace SelfHealing.Cli.Tests.Bench;

public sealed class QuixBugsTests
{
    private static readonly string Checkout = Path.Combine(AppContext.BaseDirectory, "Fixtures", "minibugs");

    [Fact]
    public void Every_program_with_a_test_is_an_instance() =>
        new QuixBugs(Checkout, 1).Read().Select(i => i.Id).ShouldBe(["chain_length", "first_at_least", "running_totals"]);

    [Fact]
    public void A_repair_sees_its_own_program_and_test_and_never_a_reference()
    {
        var instance = new QuixBugs(Checkout, 1).Read().Single(i => i.Id == "first_at_least");

        instance.Files.Keys.Order(StringComparer.Ordinal).ShouldBe(
        [
            "conftest.py",
            "json_testcases/first_at_least.json",
            "python_programs/__init__.py",
            "python_programs/first_at_least.py",
            "python_programs/node.py",
            "python_testcases/load_testdata.py",
            "python_testcases/node.py",
            "python_testcases/test_first_at_least.py",
        ]);
        instance.TestCommand.ShouldBe("python3 -m pytest -q python_testcases/test_first_at_least.py");
    }

    [Fact]
    public void A_program_brings_the_programs_that_it_imports()
    {
        using var folder = new TemporaryFolder();
        folder.File("python_testcases/test_a.py", "");
        folder.File("python_programs/a.py", "from .b import b\nimport json\n");
        folder.File("python_programs/b.py", "from python_programs.c import c\n");
        folder.File("python_programs/c.py", "");
        folder.File("python_programs/d.py", "");

        new QuixBugs(folder.Path, 1).Read().Single().Files.Keys.Where(f => f.StartsWith("python_programs/", StringComparison.Ordinal)).Order(StringComparer.Ordinal)
            .ShouldBe(["python_programs/a.py", "python_programs/b.py", "python_programs/c.py"]);
    }

    [Fact]
    public void The_grader_has_the_reference_beside_the_patched_program()
    {
        var instance = new QuixBugs(Checkout, 1).Read().Single(i => i.Id == "chain_length");

        var folder = instance.Grading!.Folder(instance.Files, "secret");

        folder.Keys.ShouldContain("correct_python_programs/chain_length.py");
        folder.Keys.ShouldContain("program.py");
    }

    [Fact]
    public void A_folder_of_something_else_is_told() =>
        Should.Throw<CliException>(() => new QuixBugs("/tmp", 1).Read()).Message.ShouldContain("is no checkout of QuixBugs");
}
