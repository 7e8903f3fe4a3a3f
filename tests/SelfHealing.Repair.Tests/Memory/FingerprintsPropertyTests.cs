using System.Diagnostics;
using FsCheck;
using FsCheck.Fluent;
using SelfHealing.Repair.Memory;

namespace SelfHealing.Repair.Tests.Memory;

public sealed class FingerprintsPropertyTests
{
    private static readonly string[] s_pieces =
    [
        "Traceback (most recent call last):\n", "  File \"a.py\", line 3, in f\n", "E   ", "ValueError: ", "a.py:3: ", "in f\n", "at A.B() in c.cs:line 3\n",
        "'", "\"", "0x1f", "12", "/tmp/a", "\n", " ", "\u001b[", "\u001b", ":", "\0", "é", "\ud83d", "\ude00", "File \"\", line ", "def f(", "    def (", ",", "<n>",
    ];

    [Fact]
    public void Any_text_has_a_fingerprint_with_a_short_summary_on_one_line() => Prop.ForAll(AnyText(), text =>
    {
        var fingerprint = Fingerprints.Of(text, ["t"], []);
        fingerprint.Summary.Length.ShouldBeInRange(1, 300);
        fingerprint.Summary.ShouldAllBe(c => !char.IsControl(c));
        fingerprint.Exact.Length.ShouldBe(32);
        fingerprint.Kind.Length.ShouldBe(32);
        Fingerprints.Of(text, ["t"], []).ShouldBe(fingerprint);
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));

    [Fact]
    public void Numbers_never_tell_errors_apart() =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue).Two().ToArbitrary(), pair =>
            Fingerprints.Of($"ValueError: item {pair.Item1} of 0x{pair.Item1:x} is bad", [], [])
                .ShouldBe(Fingerprints.Of($"ValueError: item {pair.Item2} of 0x{pair.Item2:x} is bad", [], []))).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("'")]
    [InlineData("'a ")]
    [InlineData("E   'x\n")]
    [InlineData("a.")]
    [InlineData("\u001b[")]
    [InlineData("  File \"a.py\", line 1, in f\n")]
    [InlineData("at f() in a.cs:line 3\n")]
    [InlineData("a:1:")]
    [InlineData("1, ")]
    [InlineData("\n")]
    public void Megabytes_of_any_piece_are_read_at_once(string piece)
    {
        var text = string.Concat(Enumerable.Repeat(piece, 8_000_000 / piece.Length));
        var watch = Stopwatch.StartNew();
        Fingerprints.Of(text, [], []);
        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(2));
    }

    [Fact]
    public void The_exception_at_the_end_of_a_long_output_is_found() =>
        Fingerprints.Of(new string('.', 3_000_000) + "\nValueError: bad", [], []).Summary.ShouldBe("ValueError: bad");

    private static Arbitrary<string> AnyText() =>
        Gen.OneOf(Gen.Elements(s_pieces).ArrayOf().Select(string.Concat), ArbMap.Default.GeneratorFor<string>().Select(s => s ?? "")).ToArbitrary();
}
