using SelfHealing.Repair.Grading;

namespace SelfHealing.Repair.Tests.Grading;

public sealed class RestoredTests
{
    private static readonly Restored Rule = new(["tests/basic/test_a.py", "src/pkg/core/tests/test_b.py", "test_top.py"], "./bin/check tests/basic/test_a.py");

    [Theory]
    [InlineData("tests/basic/test_a.py")]
    [InlineData("tests/support.py")]
    [InlineData("tests/conftest.py")]
    [InlineData("src/pkg/core/tests/helpers.py")]
    [InlineData("test_top.py")]
    [InlineData("conftest.py")]
    [InlineData("src/conftest.py")]
    [InlineData("setup.cfg")]
    [InlineData("pytest.ini")]
    [InlineData("tox.ini")]
    [InlineData("pyproject.toml")]
    [InlineData("sitecustomize.py")]
    [InlineData("src/evil.pth")]
    [InlineData("bin/check")]
    public void What_decides_the_tests_is_put_back(string path) => Rule.Includes(path).ShouldBeTrue();

    [Theory]
    [InlineData("src/pkg/core/a.py")]
    [InlineData("django/test/client.py")]
    [InlineData("src/pkg/testing/util.py")]
    [InlineData("src/pkg/other/tests/test_c.py")]
    [InlineData("setup.py")]
    public void The_program_stays_as_the_patch_has_it(string path) => Rule.Includes(path).ShouldBeFalse();
}
