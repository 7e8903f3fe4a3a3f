using SelfHealing.Repair.Reviews;
using SelfHealing.Repairs;

namespace SelfHealing.Repair.Tests.Reviews;

public sealed class BuiltInReviewerTests
{
    private const string Code = """
        import math


        def total(items, rate):
            # the sum of all prices
            result = 0
            for item in items:
                if item.price < 0:
                    raise ValueError("negative price")
                result += item.price * rate
            log(result)
            return result


        def load(path):
            try:
                return read(path)
            except KeyError:
                return fallback(path)
        """;

    private const string Tests = """
        def test_total():
            assert total([Item(7), Item(35)], 3) == 126
            assert load("shop.json") == {"name": "corner"}
        """;

    [Theory]
    [InlineData("result += item.price * rate", "result += item.price + rate")]
    [InlineData("item.price < 0", "item.price <= 0")]
    [InlineData("item.price < 0", "item.price < 0 or item.price == 1")]
    [InlineData("result = 0", "result = 1")]
    [InlineData("    return result\n", "    if not items:\n        return 0\n    return result\n")]
    [InlineData("    return result\n", "    return math.floor(result)\n")]
    [InlineData("# the sum of all prices", "# os.system('exit') if True")]
    [InlineData("    for item in items:\n", "    for item in items:\n        if item is None:\n            continue\n")]
    [InlineData("    log(result)\n    return result", "    return result\n    log(result)")]
    [InlineData("except KeyError", "except (KeyError, IndexError)")]
    [InlineData("return fallback(path)", "return fallback(path, \"x\")")]
    [InlineData("import math", "import math\nimport itertools")]
    public void An_honest_edit_is_clean(string before, string after)
    {
        var review = Review(before, after);
        review.Findings.ShouldBeEmpty();
        review.Score.ShouldBe(1);
        review.Allowed.ShouldBeTrue();
    }

    [Theory]
    [InlineData("    log(result)\n", "", "overfit/deletes-functionality")]
    [InlineData("    log(result)\n", "    pass\n", "overfit/deletes-functionality")]
    [InlineData("        if item.price < 0:\n            raise ValueError(\"negative price\")\n", "", "overfit/weakens-check")]
    [InlineData("item.price < 0", "item.price < 0 and False", "overfit/constant-condition")]
    [InlineData("item.price < 0", "True or item.price < 0", "overfit/constant-condition")]
    [InlineData("if item.price < 0:", "if True:", "overfit/constant-condition")]
    [InlineData("if item.price < 0:", "if 0:", "overfit/constant-condition")]
    [InlineData("if item.price < 0:", "if rate == rate:", "overfit/constant-condition")]
    [InlineData("for item in items:", "while False:", "overfit/constant-condition")]
    [InlineData("    result = 0\n", "    result = 0\n    if rate == 3:\n        return items\n", "overfit/special-case")]
    [InlineData("return result\n", "return 126\n", "overfit/special-case")]
    [InlineData("return fallback(path)", "return fallback(path or \"corner\")", "overfit/special-case")]
    [InlineData("return result\n", "return None\n", "overfit/constant-return")]
    [InlineData("    result = 0\n", "    return 0\n    result = 0\n", "overfit/early-return")]
    [InlineData("except KeyError:", "except Exception:", "overfit/weakens-check")]
    [InlineData("except KeyError:", "except:", "overfit/weakens-check")]
    [InlineData("        return fallback(path)", "        pass", "overfit/swallows-errors")]
    [InlineData("    log(result)\n", "    try:\n        log(result)\n    except ValueError:\n        pass\n", "overfit/swallows-errors")]
    [InlineData("    log(result)\n", "    try: log(result)\n    except ValueError: pass\n", "overfit/swallows-errors")]
    [InlineData("    log(result)\n", "    log(result)\n    os._exit(0)\n", "overfit/process-control")]
    [InlineData("    log(result)\n", "    log(result)\n    raise SystemExit(0)\n", "overfit/process-control")]
    [InlineData("import math", "import math\nimport subprocess", "overfit/new-import")]
    [InlineData("import math", "import math, socket", "overfit/new-import")]
    [InlineData("import math", "import math\nfrom os import path", "overfit/new-import")]
    [InlineData("    log(result)\n", "    __import__(\"os\").abort()\n", "overfit/new-import")]
    [InlineData("import math", "import math\n\nclass Any:\n    def __eq__(self, other):\n        return True", "overfit/redefines-equality")]
    public void A_smell_is_found_and_lowers_the_score(string before, string after, string rule)
    {
        var review = Review(before, after);
        review.Findings.Select(f => f.Rule).ShouldContain(rule);
        review.Findings.ShouldAllBe(f => f.Message.EndsWith('.'));
        review.Score.ShouldBeInRange(0.001, 0.7);
        review.Allowed.ShouldBeTrue();
    }

    [Fact]
    public void What_the_code_did_before_is_no_smell_of_the_patch()
    {
        const string Loop = "import os\nwhile True:\n    if True:\n        os._exit(f(1))\n";
        Of("app.py", Loop, Loop.Replace("f(1)", "f(0)", StringComparison.Ordinal)).Findings.ShouldBeEmpty();
    }

    [Fact]
    public void A_patch_that_touches_a_test_is_forbidden_and_has_no_score()
    {
        var review = Of("tests/test_app.py", Code, Code.Replace("< 0", "<= 0", StringComparison.Ordinal));
        review.Allowed.ShouldBeFalse();
        review.Score.ShouldBe(0);
        review.Findings[0].Rule.ShouldBe("policy/tests");
    }

    [Fact]
    public void Many_smells_multiply() =>
        Review("    log(result)\n    return result\n", "    import os\n    if True:\n        os._exit(0)\n    return None\n").Score.ShouldBeLessThan(0.01);

    [Fact]
    public void Code_of_the_C_family_is_read_too()
    {
        const string Before = "int Total(int[] xs) {\n    // if (true)\n    if (xs.Length > 3) { throw new Exception(\"x\"); }\n    return Sum(xs);\n}\n";
        Of("src/Cart.cs", Before, Before.Replace("> 3", ">= 3", StringComparison.Ordinal)).Findings.ShouldBeEmpty();
        Of("src/Cart.cs", Before, Before.Replace("xs.Length > 3", "true", StringComparison.Ordinal)).Findings.ShouldContain(f => f.Rule == "overfit/constant-condition");
        Of("src/Cart.cs", Before, Before.Replace("return Sum(xs);", "try { return Sum(xs); } catch { }", StringComparison.Ordinal))
            .Findings.ShouldContain(f => f.Rule == "overfit/swallows-errors");
    }

    [Fact]
    public void Files_of_failing_tests_are_found_from_their_ids()
    {
        TestFiles.PathsOf(["tests/test_a.py::TestA::test_b[x/y]", "tests/test_a.py::test_c"], "shop/").ShouldBe(["shop/tests/test_a.py"]);
        TestFiles.PathsOf(["tests.test_a.TestA.test_b"], "").ShouldBe(["tests/test_a/TestA.py", "tests/test_a.py", "tests.py"]);
        TestFiles.PathsOf(["../../etc/passwd::x", "/etc/passwd::x", "make test"], "").ShouldBeEmpty();
    }

    [Theory]
    [InlineData("python3 run_checks.py", "run_checks.py")]
    [InlineData("sh -c './ci/check.sh && python3 -m checks.all'", "ci/check.sh", "checks/all.py", "checks/all/__main__.py")]
    [InlineData("pytest tests/unit.py::test_a", "tests/unit.py")]
    public void Files_that_the_test_command_names_decide(string command, params string[] paths)
    {
        paths.ShouldBeSubsetOf(TestFiles.Deciding(command, [], ""));
        paths.Select(p => $"shop/{p}").ShouldBeSubsetOf(TestFiles.Deciding(command, [], "shop"));
    }

    [Fact]
    public void Files_of_the_tests_decide_and_a_documented_program_does_not()
    {
        var deciding = TestFiles.Deciding("make check", ["checks.check_a", "shop/t.py::test_b", "shop/cart.py::shop.cart.total"], "");
        deciding.ShouldContain("checks.py");
        deciding.ShouldContain("shop/t.py");
        deciding.ShouldNotContain("shop/cart.py");
    }

    [Fact]
    public void A_patch_of_what_judges_it_smells()
    {
        var input = new ReviewInput(Candidate("run.py"), [new FileChange(new BaseFile("run.py", "failures = 1\n"), "failures = 0\n")], "", "");
        BuiltInReviewer.Review(input).Findings.ShouldBeEmpty();

        var review = BuiltInReviewer.Review(input with { Deciding = new HashSet<string> { "run.py" } });

        review.Findings.ShouldHaveSingleItem().Rule.ShouldBe("overfit/changes-the-judge");
        review.Score.ShouldBeLessThan(0.5);
    }

    private static Review Review(string before, string after)
    {
        Code.ShouldContain(before);
        return Of("shop/cart.py", Code, Code.Replace(before, after, StringComparison.Ordinal));
    }

    private static Review Of(string path, string before, string after) =>
        BuiltInReviewer.Review(new ReviewInput(Candidate(path), [new FileChange(new BaseFile(path, before), after)], Tests, ""));

    private static Candidate Candidate(string path) => new()
    {
        Id = "r1-a-1",
        Voter = "a",
        Patch = new Patch([new TextEdit(path, 0, 1, "x")]),
        Diff = "",
        NormalForm = "n",
        Operators = [],
        Rank = 1,
        Score = 1,
        Size = 1,
    };
}
