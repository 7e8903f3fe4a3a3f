using FsCheck;
using FsCheck.Fluent;
using SelfHealing.Repair.Policy;
using SelfHealing.Repairs;

namespace SelfHealing.Repair.Tests.Policy;

public sealed class PatchPolicyPropertyTests
{
    private static readonly string[] s_protected =
    [
        "tests/a.py", "conftest.py", "pytest.ini", "tox.ini", "setup.cfg", "pyproject.toml", "noxfile.py", ".github/workflows/ci.yml", ".gitlab-ci.yml",
        ".ci/run", ".git/config", ".husky/pre-commit", ".env", "keys/server.pem", "Makefile", "setup.py", "poetry.lock", "vendor/a.py", ".flake8", "a.so",
    ];

    private static readonly string[] s_pieces =
        ["src", "app.py", "..", ".", "", "/", "\\", "tests", ".git", "conftest.py", "\0", "\n", "\u200b", "\u0435", "\ud800", " ", "~1", "C:", "-x", "é", "日本"];

    [Fact]
    public void No_change_of_case_or_folder_frees_a_protected_file() =>
        Prop.ForAll(Gen.Elements(s_protected).ToArbitrary(), Gen.Choose(0, int.MaxValue).ToArbitrary(), (path, seed) =>
        {
            var random = new Random(seed);
            var disguised = string.Concat(path.Select(c => random.Next(2) == 0 ? char.ToUpperInvariant(c) : c));
            PatchPolicy.CheckPath(disguised).ShouldNotBeNull();
            PatchPolicy.CheckPath($"src/deep/{disguised}").ShouldNotBeNull();
            PatchPolicy.CheckPath($"./{disguised}").ShouldNotBeNull();
            PatchPolicy.CheckPath($"src/../{disguised}").ShouldNotBeNull();
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    [Fact]
    public void An_allowed_path_stays_below_the_root_and_means_itself_everywhere() => Prop.ForAll(AnyPath(), path =>
    {
        if (PatchPolicy.CheckPath(path) is null)
        {
            path.Split('/').ShouldAllBe(name => name.Length > 0 && name != "." && name != ".." && name[0] != '.');
            path.IndexOfAny(['\\', ':', '\0', '\n', '\u200b', '\u0435', '\ud800']).ShouldBe(-1);
        }
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));

    [Fact]
    public void Any_text_as_a_path_gets_an_answer_in_one_line_of_plain_characters() =>
        Prop.ForAll<string>(text =>
        {
            if (text is not null && PatchPolicy.CheckPath(text) is { } finding)
            {
                finding.Rule.ShouldStartWith("policy/");
                finding.Message.ShouldAllBe(c => (c >= ' ' && c <= '~') || c == '…');
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));

    [Fact]
    public void A_forbidden_path_is_found_among_any_others() => Prop.ForAll(AnyPath().Generator.ArrayOf().ToArbitrary(), paths =>
    {
        var patch = new Patch([.. paths.Append(".github/workflows/ci.yml").Select(p => new TextEdit(p, 0, 0, "x"))]);
        PatchPolicy.Default.Check(patch).ShouldContain(f => f.Rule == "policy/ci");
    }).QuickCheckThrowOnFailure();

    private static Arbitrary<string> AnyPath() =>
        Gen.Elements(s_pieces).ArrayOf().Select(pieces => string.Join(pieces.Length % 2 == 0 ? "/" : "", pieces)).ToArbitrary();
}
