using SelfHealing.Cli.Bench.SweBench;
using SelfHealing.Cli.Tests.Support;

namespace SelfHealing.Cli.Tests.Bench.SweBench;

public sealed class SweDatasetTests : IDisposable
{
    private const string Row = """{"repo":"a/b","instance_id":"a__b-1","base_commit":"0123456789abcdef","problem_statement":"It is wrong.","test_patch":"diff","FAIL_TO_PASS":"[\"t::a\"]","PASS_TO_PASS":["t::b"],"version":4.0,"patch":"gold","hints_text":null,"whatever":{"x":[1]}}""";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_public_format_is_read_with_lists_as_lists_and_as_text()
    {
        var instance = Read(Row, "", "  ").ShouldHaveSingleItem();

        (instance.Id, instance.Repository, instance.BaseCommit, instance.Version, instance.Hints).ShouldBe(("a__b-1", "a/b", "0123456789abcdef", "4.0", ""));
        instance.FailToPass.ShouldBe(["t::a"]);
        instance.PassToPass.ShouldBe(["t::b"]);
    }

    [Theory]
    [InlineData("{\"repo\":", "line 2")]
    [InlineData("[]", "line 2: it is no JSON object")]
    [InlineData("{\"repo\":\"a/b\"}", "line 2: base_commit is missing")]
    [InlineData("""{"repo":"../etc","instance_id":"x","base_commit":"0123456789","problem_statement":"p"}""", "line 2: repo is '../etc' and not owner/name")]
    [InlineData("""{"repo":"a/b","instance_id":"x","base_commit":"--upload-pack=x","problem_statement":"p"}""", "line 2: base_commit is no commit id")]
    [InlineData("""{"repo":"a/b","instance_id":"x","base_commit":"0123456789","problem_statement":"p","FAIL_TO_PASS":3}""", "line 2: FAIL_TO_PASS is neither a list nor a list as text")]
    public void A_broken_line_is_named_by_its_number(string line, string words) =>
        Should.Throw<CliException>(() => Read(Row, line)).Message.ShouldContain(words);

    [Fact]
    public void An_instance_that_is_there_twice_is_told() => Should.Throw<CliException>(() => Read(Row, Row)).Message.ShouldContain("a__b-1 is there 2 times");

    [Fact]
    public void A_file_that_is_not_there_or_empty_is_told()
    {
        Should.Throw<CliException>(() => new SweDataset("/no/such/file").Read()).Message.ShouldContain("--dataset");
        Should.Throw<CliException>(() => Read("")).Message.ShouldContain("holds no instance");
    }

    [Theory]
    [InlineData(SweImages.Official, "django__django-11099", "swebench/sweb.eval.x86_64.django_1776_django-11099:latest")]
    [InlineData(SweImages.Official, "PyCQA__Flake8-1", "swebench/sweb.eval.x86_64.pycqa_1776_flake8-1:latest")]
    [InlineData("own/{instance}:1", "a__b-1", "own/a__b-1:1")]
    [InlineData("builtin", "a__b-1", null)]
    public void An_image_is_named_as_the_official_ones_are(string template, string id, string? image) =>
        new SweImages(template, new Dictionary<string, string>()).Of(Instance(id)).ShouldBe(image);

    [Fact]
    public void A_prepared_image_is_found_by_its_most_particular_name()
    {
        var prepared = new Dictionary<string, string> { ["a/b"] = "by-repository", ["a/b@4.0"] = "by-version", ["a__b-2"] = "by-id", ["*"] = "any" };
        var images = new SweImages(SweImages.Official, prepared);

        images.Of(Instance("a__b-2")).ShouldBe("by-id");
        images.Of(Instance("a__b-1")).ShouldBe("by-version");
        images.Of(Instance("a__b-1") with { Version = "5" }).ShouldBe("by-repository");
        images.Of(Instance("a__b-1") with { Repository = "c/d" }).ShouldBe("any");
    }

    [Fact]
    public void Commands_take_test_files_as_their_runner_wants_them()
    {
        var commands = new SweCommands(new Dictionary<string, string> { ["x/y"] = "make check" });

        SweCommands.Of(commands.TemplateOf(Instance("a")), ["t/test a.py"], hasImage: false).ShouldBe("python -m pytest -rA -p no:cacheprovider 't/test a.py'");
        SweCommands.Of(commands.TemplateOf(Instance("a") with { Repository = "django/django" }), ["tests/cache/tests.py"], hasImage: false)
            .ShouldBe("./tests/runtests.py --verbosity 2 --settings=test_sqlite --parallel 1 cache.tests");
        SweCommands.Of(commands.TemplateOf(Instance("a") with { Repository = "x/y" }), [], hasImage: false).ShouldBe("make check");
        SweCommands.Of("pytest {tests}", [], hasImage: true).ShouldEndWith("; pytest");
    }

    private static SweInstance Instance(string id) => new(id, "a/b", "0123456789", "p") { Version = "4.0" };

    private IReadOnlyList<SweInstance> Read(params string[] lines) => new SweDataset(_folder.File("d.jsonl", string.Join('\n', lines))).Read();
}
