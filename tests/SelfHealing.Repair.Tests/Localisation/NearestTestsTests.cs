using SelfHealing.Repair.Localisation;

namespace SelfHealing.Repair.Tests.Localisation;

public sealed class NearestTestsTests
{
    private static readonly string[] Paths =
    [
        "lib/plot/axes/tests/test_scale.py", "lib/plot/tests/test_axes.py", "lib/plot/tests/test_colors.py", "lib/plot/colors.py", "lib/plot/axes/_base.py",
        "lib/plot/tests/conftest.py", "lib/plot/tests/__init__.py", "tests/model_fields/tests.py", "docs/tests.md",
    ];

    [Fact]
    public void The_test_of_the_suspicious_module_comes_first() =>
        NearestTests.Of(Paths, ["lib/plot/colors.py"], "", 5)[0].ShouldBe("lib/plot/tests/test_colors.py");

    [Fact]
    public void Words_of_the_issue_tell_where_no_file_is_named() =>
        NearestTests.Of(Paths, [], "Model fields are compared wrongly, see model_fields", 1).ShouldBe(["tests/model_fields/tests.py"]);

    [Fact]
    public void Only_test_files_are_chosen_and_no_more_than_asked_for()
    {
        var chosen = NearestTests.Of(Paths, ["lib/plot/axes/_base.py"], "axes colors model fields scale", 3);

        chosen.Count.ShouldBe(3);
        chosen.ShouldAllBe(path => NearestTests.IsTest(path));
    }

    [Fact]
    public void Nothing_in_common_chooses_nothing() => NearestTests.Of(Paths, [], "it is slow", 5).ShouldBeEmpty();
}
