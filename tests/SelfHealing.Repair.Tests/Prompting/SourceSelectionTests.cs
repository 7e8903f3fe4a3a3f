using SelfHealing.Repair.Prompting;
using SelfHealing.Repairs;

namespace SelfHealing.Repair.Tests.Prompting;

public sealed class SourceSelectionTests
{
    [Theory]
    [InlineData("app.py", true)]
    [InlineData("tests/test_app.py", true)]
    [InlineData("Makefile", true)]
    [InlineData(".env", false)]
    [InlineData("config/.env.production", false)]
    [InlineData("deploy/id_rsa", false)]
    [InlineData("certs/server.pem", false)]
    [InlineData("secrets/token.txt", false)]
    [InlineData(".git/config", false)]
    [InlineData("logo.png", false)]
    [InlineData("../outside.py", false)]
    public void Only_what_holds_no_secret_may_be_read(string path, bool isReadable) => Visibility.IsReadable(path).ShouldBe(isReadable);

    [Theory]
    [InlineData("app.py", true)]
    [InlineData("tests/test_app.py", false)]
    [InlineData("conftest.py", false)]
    [InlineData("check.py", false)]
    [InlineData("Makefile", false)]
    public void What_judges_a_fix_is_not_shown_as_changeable(string path, bool isEditable) =>
        Visibility.IsEditable(path, new HashSet<string> { "check.py" }, "").ShouldBe(isEditable);

    [Fact]
    public void Suspected_files_come_first_then_what_the_error_names_then_neighbours()
    {
        var files = new Dictionary<string, long> { ["zoo.py"] = 10, ["shop/tax.py"] = 900, ["shop/cart.py"] = 500, ["pay.py"] = 80, ["readme.txt"] = 5 };

        SourceRanking.Order(files, [new Suspicion("shop/cart.py", 3, "total", 0.4)], "  File \"pay.py\", line 3, in charge\nValueError: no", [])
            .ShouldBe(["shop/cart.py", "pay.py", "shop/tax.py", "zoo.py", "readme.txt"]);
    }

    [Fact]
    public void A_small_project_is_shown_whole()
    {
        var excerpt = SourceExcerpts.Of([new SourceFile("a.py", "x = 1\r\ny = 2\r\n")], [], [], 1000).ShouldHaveSingleItem();

        excerpt.IsWhole.ShouldBeTrue();
        excerpt.Text.ShouldBe("x = 1\ny = 2");
        excerpt.Label.ShouldBe("file a.py, whole");
        excerpt.Numbered.ShouldBe("    1  x = 1\n    2  y = 2");
    }

    [Fact]
    public void Of_a_long_file_the_functions_around_suspicious_lines_are_shown()
    {
        var file = Long("a.py", 500);

        var excerpts = SourceExcerpts.Of([file], [new Suspicion("a.py", 30, "f9", 1), new Suspicion("a.py", 900, "f299", 0.5)], ["f100"], 20_000);

        excerpts.Select(e => (e.FirstLine, e.LastLine)).ShouldBe([(28, 29), (301, 302), (898, 899)]);
        excerpts[0].Text.ShouldStartWith("def f9(a):\n");
    }

    [Fact]
    public void Source_stays_within_its_budget() =>
        SourceExcerpts.Of([Long("a.py", 300), Long("b.py", 300), Long("c.py", 20)], [], [], 15_000).Sum(e => e.Text.Length).ShouldBeLessThanOrEqualTo(15_000);

    [Fact]
    public void Of_a_long_test_file_the_imports_and_the_failing_tests_are_shown()
    {
        var text = "import shop\n\n\n" + string.Concat(Enumerable.Range(0, 300).Select(i => $"def test_{i}():\n    assert shop.f({i}) == {i}\n\n\n"));

        var excerpts = TestExcerpts.Of([new SourceFile("tests/test_a.py", text)], ["tests/test_a.py::test_7[x.y]", "tests.test_a.T.test_9"], 5_000);

        excerpts.Select(e => e.Text).ShouldBe(["import shop\n\n", "def test_7():\n    assert shop.f(7) == 7", "def test_9():\n    assert shop.f(9) == 9"]);
    }

    private static SourceFile Long(string path, int functions) =>
        new(path, string.Concat(Enumerable.Range(0, functions).Select(i => $"def f{i}(a):\n    return a + {i}  # {new string('.', 40)}\n\n")));
}
