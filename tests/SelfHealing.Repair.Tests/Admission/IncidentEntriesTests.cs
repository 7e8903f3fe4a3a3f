using FsCheck;
using FsCheck.Fluent;
using SelfHealing.Admission;
using SelfHealing.Incidents;
using SelfHealing.Repair.Admission;

namespace SelfHealing.Repair.Tests.Admission;

public sealed class IncidentEntriesTests
{
    private const string Trace = "Traceback (most recent call last):\n  File \"/run/7f3a/shop/cart.py\", line 31, in total\n    x\nZeroDivisionError: division by 0\n";

    private static readonly IncidentReport Report = new() { Repository = "https://ann:secret@git.example/shop", TestCommand = "pytest -q", FailingTests = ["t::b", "t::a"] };

    public static TheoryData<string, IncidentReport> Others => new()
    {
        { "repository", Report with { Repository = "https://git.example/other" } },
        { "revision", Report with { Revision = "v2" } },
        { "folder", Report with { Subdirectory = "lib" } },
        { "command", Report with { TestCommand = "pytest -x" } },
        { "language", Report with { Language = "csharp" } },
        { "tests", Report with { FailingTests = ["t::a"] } },
        { "error", Report with { ErrorText = Trace } },
        { "likeness", Report with { Likeness = "alert-1" } },
        { "remote", Report with { Remote = "fork" } },
        { "dry run", Report with { DryRun = true } },
        { "models", Report with { Models = ["gpt"] } },
        { "threshold", Report with { AutoApproveAt = double.NaN } },
        { "tenant", Report with { Tenant = "shop" } },
        { "seed", Report with { Seed = 2 } },
    };

    [Fact]
    public void An_entry_tells_whose_it_is_how_urgent_and_of_which_repository_without_its_address()
    {
        var at = new DateTimeOffset(2031, 1, 1, 0, 0, 0, TimeSpan.Zero);
        var entry = IncidentEntries.Of("inc-1", Report with { Tenant = "shop", Priority = IncidentPriority.High }, at, isAdmitted: true);
        entry.ShouldBe(new IncidentEntry("inc-1", "shop", IncidentPriority.High, RepositoryKey.Of(Report.Repository), entry.Likeness, at, IsAdmitted: true));
        entry.ToString().ShouldNotContain("secret");
    }

    [Theory, MemberData(nameof(Others))]
    public void Reports_that_ask_for_something_else_are_not_alike(string what, IncidentReport other) =>
        LikenessOf(other).ShouldNotBe(LikenessOf(Report), what);

    [Fact]
    public void Who_reports_how_urgently_and_in_which_order_does_not_matter() =>
        LikenessOf(Report with { Reporter = "ann", Priority = IncidentPriority.Critical, FailingTests = ["t::a", "t::b", "t::a"] }).ShouldBe(LikenessOf(Report));

    [Fact]
    public void The_same_trace_of_another_run_is_the_same_trouble() =>
        WithError(Trace).ShouldBe(WithError("2031-01-01 ERROR\n" + Trace.Replace("7f3a", "91bc", StringComparison.Ordinal).Replace("line 31", "line 44", StringComparison.Ordinal)));

    [Fact]
    public void A_given_likeness_counts_instead_of_the_error_text() =>
        LikenessOf(Report with { Likeness = "alert-1", ErrorText = Trace }).ShouldBe(LikenessOf(Report with { Likeness = "alert-1", ErrorText = "Another text." }));

    [Theory]
    [InlineData("The totals of 'apples' are wrong.", "The totals of 'pears' are wrong.")]
    [InlineData("src/cart.py rounds badly.", "src/shop.py rounds badly.")]
    public void Issues_that_differ_in_what_they_name_are_not_alike(string one, string other) => WithError(one).ShouldNotBe(WithError(other));

    [Fact]
    public void Long_issues_that_differ_at_their_end_alone_are_not_alike() =>
        WithError(new string('a', 5000) + " one").ShouldNotBe(WithError(new string('a', 5000) + " other"));

    [Fact]
    public void Numbers_addresses_and_times_never_tell_error_texts_apart() =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue).Two().ToArbitrary(), pair => WithError(Log(pair.Item1)).ShouldBe(WithError(Log(pair.Item2)))).QuickCheckThrowOnFailure();

    private static string Log(int n) => $"{new DateTime(2031, 1, 1).AddSeconds(n):O} worker{n} FATAL request {n} at 0x{n:x} failed after {n} ms\nand then {n} more";

    private static string WithError(string text) => LikenessOf(Report with { ErrorText = text });

    private static string LikenessOf(IncidentReport report) => IncidentEntries.Of("inc-1", report, default, isAdmitted: false).Likeness;
}
