using SelfHealing.Repair.Policy;
using SelfHealing.Repairs;

namespace SelfHealing.Repair.Tests.Policy;

public sealed class PatchPolicyTests
{
    [Theory]
    [InlineData("app.py")]
    [InlineData("src/shop/cart.py")]
    [InlineData("src/latest/contest.py")]
    [InlineData("lib/protest_march.py")]
    [InlineData("src/requirements.py")]
    [InlineData("src/hooks/use_cart.ts")]
    [InlineData("src/Cart.cs")]
    [InlineData("src/TestRun.cs")]
    [InlineData("données/prix.py")]
    [InlineData("src/secrets.py")]
    [InlineData("src/my file.py")]
    public void Source_files_may_be_changed(string path) => PatchPolicy.CheckPath(path).ShouldBeNull();

    [Theory]
    [InlineData("tests/test_app.py", "policy/tests")]
    [InlineData("TESTS/App.py", "policy/tests")]
    [InlineData("src/app_test.py", "policy/tests")]
    [InlineData("src/test_app.py", "policy/tests")]
    [InlineData("shop/tests.py", "policy/tests")]
    [InlineData("web/cart.spec.ts", "policy/tests")]
    [InlineData("web/__tests__/cart.js", "policy/tests")]
    [InlineData("json_testcases/a.json", "policy/tests")]
    [InlineData("Shop.Tests/Cart.cs", "policy/tests")]
    [InlineData("src/OrderTests.cs", "policy/tests")]
    [InlineData("conftest.py", "policy/test-infrastructure")]
    [InlineData("src/Conftest.PY", "policy/test-infrastructure")]
    [InlineData("pytest.ini", "policy/test-infrastructure")]
    [InlineData("tox.ini", "policy/test-infrastructure")]
    [InlineData("setup.cfg", "policy/test-infrastructure")]
    [InlineData("pyproject.toml", "policy/test-infrastructure")]
    [InlineData("noxfile.py", "policy/test-infrastructure")]
    [InlineData("sitecustomize.py", "policy/test-infrastructure")]
    [InlineData("evil.pth", "policy/test-infrastructure")]
    [InlineData("_pytest/main.py", "policy/test-infrastructure")]
    [InlineData("jest.config.mjs", "policy/test-infrastructure")]
    [InlineData(".github/workflows/ci.yml", "policy/ci")]
    [InlineData(".GitHub/workflows/ci.yml", "policy/ci")]
    [InlineData(".gitlab-ci.yml", "policy/ci")]
    [InlineData(".ci/run", "policy/ci")]
    [InlineData("Jenkinsfile", "policy/ci")]
    [InlineData(".git/hooks/pre-commit", "policy/hooks")]
    [InlineData("sub/.git/config", "policy/hooks")]
    [InlineData(".husky/pre-push", "policy/hooks")]
    [InlineData(".pre-commit-config.yaml", "policy/hooks")]
    [InlineData(".gitattributes", "policy/hooks")]
    [InlineData(".env", "policy/secrets")]
    [InlineData("config/.env.production", "policy/secrets")]
    [InlineData("certs/server.pem", "policy/secrets")]
    [InlineData("deploy/id_rsa", "policy/secrets")]
    [InlineData("Makefile", "policy/build")]
    [InlineData("setup.py", "policy/build")]
    [InlineData("Directory.Build.props", "policy/build")]
    [InlineData("src/App.csproj", "policy/build")]
    [InlineData("Dockerfile.dev", "policy/build")]
    [InlineData("requirements.txt", "policy/build")]
    [InlineData("docker-compose.override.yml", "policy/build")]
    [InlineData("poetry.lock", "policy/locks")]
    [InlineData("package-lock.json", "policy/locks")]
    [InlineData("vendor/lib/a.py", "policy/vendored")]
    [InlineData("node_modules/a/index.js", "policy/vendored")]
    [InlineData(".flake8", "policy/dotfiles")]
    [InlineData("src/.hidden/a.py", "policy/dotfiles")]
    [InlineData("assets/logo.PNG", "policy/binary")]
    public void Protected_files_may_not(string path, string rule)
    {
        var finding = PatchPolicy.CheckPath(path).ShouldNotBeNull();
        finding.Rule.ShouldBe(rule);
        finding.Message.ShouldEndWith("a person must make such a change.");
        finding.Message.ShouldContain($"`{path}`");
    }

    [Theory]
    [InlineData("")]
    [InlineData("/etc/passwd")]
    [InlineData("../app.py")]
    [InlineData("src/../../app.py")]
    [InlineData("src/./app.py")]
    [InlineData("src//app.py")]
    [InlineData("src/app.py/")]
    [InlineData("src\\app.py")]
    [InlineData("C:/app.py")]
    [InlineData("C:app.py")]
    [InlineData("~/app.py")]
    [InlineData("--upload-pack=x")]
    [InlineData("src/app.py::$DATA")]
    [InlineData("conftest.py.")]
    [InlineData("conftest.py ")]
    [InlineData("GIT~1/config")]
    [InlineData("src/a\npp.py")]
    [InlineData("src/a\0pp.py")]
    [InlineData("t\u0435sts/a.py")]
    [InlineData("\uff54ests/a.py")]
    [InlineData("te\u200bsts/a.py")]
    [InlineData(".g\u200cit/config")]
    [InlineData("src/\u202eyp.tset.py")]
    [InlineData("con\u017fest.py")]
    [InlineData("\ud83d.py")]
    public void Paths_that_are_not_what_they_seem_are_refused(string path)
    {
        var finding = PatchPolicy.CheckPath(path).ShouldNotBeNull();
        finding.Rule.ShouldBe("policy/path");
        finding.Message.All(c => c is >= ' ' and <= '~' or '…').ShouldBeTrue();
    }

    [Fact]
    public void Folders_that_the_user_named_himself_are_not_judged()
    {
        PatchPolicy.CheckPath("tests/fixtures/shop/cart.py").ShouldNotBeNull();
        PatchPolicy.CheckPath("tests/fixtures/shop/cart.py", "tests/fixtures/shop").ShouldBeNull();
        PatchPolicy.CheckPath("tests/fixtures/shop/tests/test_cart.py", "tests/fixtures/shop/").ShouldNotBeNull();
        PatchPolicy.CheckPath("tests/fixtures/shopping/cart.py", "tests/fixtures/shop").ShouldNotBeNull();
    }

    [Fact]
    public void A_patch_may_not_grow_beyond_its_limits()
    {
        var policy = PatchPolicy.Default;
        policy.Check(Of(new TextEdit("a.py", 0, 0, new string('\n', policy.MaxWrittenLines - 1)))).ShouldBeEmpty();
        Rules(policy.Check(Of(new TextEdit("a.py", 0, 0, new string('\n', policy.MaxWrittenLines))))).ShouldBe(["policy/size"]);
        Rules(policy.Check(Of(new TextEdit("a.py", 0, policy.MaxReplacedBytes + 1, "")))).ShouldBe(["policy/size"]);
        Rules(policy.Check(new Patch([.. Enumerable.Range(0, policy.MaxFiles + 1).Select(i => new TextEdit($"a{i}.py", 0, 0, "x"))]))).ShouldBe(["policy/size"]);
    }

    [Fact]
    public void Edits_that_overlap_hide_text_or_write_bytes_are_refused()
    {
        var policy = PatchPolicy.Default;
        Rules(policy.Check(new Patch([]))).ShouldBe(["policy/form"]);
        Rules(policy.Check(Of(new TextEdit("a.py", 0, 5, "x"), new TextEdit("a.py", 4, 1, "y")))).ShouldBe(["policy/form"]);
        Rules(policy.Check(Of(new TextEdit("a.py", -1, 5, "x")))).ShouldBe(["policy/form"]);
        Rules(policy.Check(Of(new TextEdit("a.py", 0, 5, "x\0")))).ShouldBe(["policy/binary"]);
        Rules(policy.Check(Of(new TextEdit("a.py", 0, 5, "if x: \u202e return")))).ShouldBe(["policy/hidden-text"]);
        policy.Check(Of(new TextEdit("a.py", 0, 5, "x\r\n\ty"), new TextEdit("a.py", 5, 0, "z"), new TextEdit("b.py", 1, 2, "é"))).ShouldBeEmpty();
    }

    private static Patch Of(params TextEdit[] edits) => new(edits);

    private static IEnumerable<string> Rules(IReadOnlyList<ReviewFinding> findings) => findings.Select(f => f.Rule);
}
