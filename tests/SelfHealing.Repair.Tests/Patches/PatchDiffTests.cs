using System.Text;
using FsCheck;
using FsCheck.Fluent;
using SelfHealing.Repair.Patches;
using SelfHealing.Repairs;

namespace SelfHealing.Repair.Tests.Patches;

public sealed class PatchDiffTests
{
    [Fact]
    public void Applying_the_difference_gives_the_other_version_byte_for_byte() => Prop.ForAll(AnyText().ToArbitrary(), AnyText().ToArbitrary(), (before, after) =>
    {
        var (old, wanted) = (Encoding.UTF8.GetBytes(before), Encoding.UTF8.GetBytes(after));
        return PatchText.Apply(old, PatchDiff.Of("a.py", old, wanted)).SequenceEqual(wanted);
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));

    [Fact]
    public void Equal_versions_have_no_difference() => PatchDiff.Of("a.py", "x = 1\n"u8.ToArray(), "x = 1\n"u8.ToArray()).ShouldBeEmpty();

    [Fact]
    public void Only_the_words_that_differ_are_replaced() =>
        PatchDiff.Of("a.py", "größe = count + 1\r\nb\r\n"u8.ToArray(), "größe = counter + 1\r\nb\r\n"u8.ToArray())
            .ShouldBe([new TextEdit("a.py", 10, 5, "counter")]);

    [Fact]
    public void A_name_in_which_one_letter_is_exchanged_is_written_whole() =>
        PatchDiff.Of("a.py", "total = 1\n"u8.ToArray(), Encoding.UTF8.GetBytes("t\u043etal = 1\n")).ShouldHaveSingleItem().Replacement.ShouldBe("t\u043etal");

    [Fact]
    public void A_file_that_is_no_text_has_no_difference_in_words() =>
        Should.Throw<ArgumentException>(() => PatchDiff.Of("a.bin", [0xff], [0x41])).Message.ShouldStartWith("a.bin is no UTF-8 text");

    private static Gen<string> AnyText() =>
        from lines in Gen.Elements("x = 1", "xy = 12", "  return größe", "", "😀 = 2", "😁 = 2", "\t", "e\u0301x", "end").ArrayOf()
        from ends in Gen.Elements("\n", "\r\n").ArrayOf(lines.Length)
        from mark in Gen.Elements("", "", "\ufeff")
        from isOpen in Gen.Elements(true, false)
        select mark + string.Concat(lines.Zip(ends, (line, end) => line + end)) + (isOpen ? "tail" : "");
}
