using System.Text;
using System.Text.Json;
using SelfHealing.Cli.Bench;
using SelfHealing.Cli.Tests.Support;

namespace SelfHealing.Cli.Tests.Bench;

public sealed class HumanEvalFixTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_list_of_assertions_becomes_one_test_for_each()
    {
        var module = VisibleTests.From("def check(double):\n    # Some simple cases\n    assert double(2) == 4, \"a (note\"\n\n    assert double(-1) == -2\n    # done\ncheck(double)\n", "double");

        module.ShouldBe(
            """
            from solution import *
            from solution import double


            def test_example_1():
                assert double(2) == 4, "a (note"


            def test_example_2():
                assert double(-1) == -2

            """);
    }

    [Fact]
    public void A_check_of_another_name_is_given_the_function() =>
        VisibleTests.From("def check(candidate):\n    assert candidate(2) == 4\n\ncheck(double)", "double").ShouldNotBeNull().ShouldContain("    candidate = double\n    assert candidate(2) == 4\n");

    [Theory]
    [InlineData("def check(f):\n    for i in range(3):\n        assert f(i) == i\ncheck(f)\n")]
    [InlineData("import math\ndef check(f):\n    assert f(1) == 1\ncheck(f)\n")]
    [InlineData("def check(f):\n    assert f([\n        1]) == 1\ncheck(f)\n")]
    [InlineData("def check(f):\n    assert f(\"\"\"a\n    assert b\"\"\") == 1\ncheck(f)\n")]
    [InlineData("def check(f):\n    assert f(1) == \\\n        1\ncheck(f)\n")]
    public void Anything_else_stays_one_test(string exampleTest)
    {
        var module = VisibleTests.From(exampleTest, "f").ShouldNotBeNull();

        module.Split("def test_").Length.ShouldBe(2);
        module.ShouldEndWith("def test_examples():\n    check(f)\n");
        module.Split("check(f)\n").Length.ShouldBe(2, "the call at module level would run while the test is collected");
    }

    [Fact]
    public void A_repair_sees_the_program_and_the_example_test_and_nothing_of_the_hidden_one()
    {
        var instance = Read(Row()).ShouldHaveSingleItem();

        instance.Id.ShouldBe("Python/7");
        instance.Slug.ShouldBe("python-7");
        instance.Files.Keys.ShouldBe(["solution.py", "test_solution.py"], ignoreOrder: true);
        Encoding.UTF8.GetString(instance.Files["solution.py"]).ShouldBe("def double(x):\n    return x + x + 1\n");
        string.Concat(instance.Files.Values.Select(Encoding.UTF8.GetString)).ShouldNotContain("hidden");
    }

    [Fact]
    public void The_hidden_test_runs_behind_the_patched_program()
    {
        var instance = Read(Row()).Single();

        var folder = instance.Grading!.Folder(new Dictionary<string, byte[]> { ["solution.py"] = BenchInstance.File("PATCHED\n") }, "secret");

        var program = Encoding.UTF8.GetString(folder.ShouldHaveSingleItem().Value);
        program.ShouldStartWith("PATCHED\n");
        program.ShouldContain("# hidden");
        program.ShouldEndWith("print(\"secret\")\n");
    }

    [Fact]
    public void A_task_without_an_example_test_has_nothing_to_reproduce() => Read(Row() with { ExampleTest = "" }).Single().TestCommand.ShouldBeNull();

    [Fact]
    public void A_file_of_something_else_is_told_by_its_line() => Should
        .Throw<CliException>(() => new HumanEvalFix(_folder.File("x.jsonl", "{\"name\": 1}\n")).Read())
        .Message.ShouldStartWith("Line 1 of '");

    private static TaskRow Row() => new(
        "Python/7", "def double(x):\n", "    return x + x + 1\n", "def check(double):\n    assert double(2) == 4\ncheck(double)\n", "# hidden\ndef check(f):\n    assert f(3) == 6\ncheck(double)", "double");

    private IReadOnlyList<BenchInstance> Read(TaskRow row) => new HumanEvalFix(_folder.File("tasks.jsonl", JsonSerializer.Serialize(new Dictionary<string, string>
    {
        ["task_id"] = row.Id, ["prompt"] = row.Prompt, ["buggy_solution"] = row.Buggy, ["example_test"] = row.ExampleTest, ["test"] = row.Test, ["entry_point"] = row.EntryPoint,
    }))).Read();

    private sealed record TaskRow(string Id, string Prompt, string Buggy, string ExampleTest, string Test, string EntryPoint);
}
