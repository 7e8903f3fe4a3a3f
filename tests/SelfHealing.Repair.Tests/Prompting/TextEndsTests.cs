using FsCheck;
using FsCheck.Fluent;
using SelfHealing.Repair.Prompting;

namespace SelfHealing.Repair.Tests.Prompting;

public sealed class TextEndsTests
{
    [Fact]
    public void Long_output_is_cut_to_its_first_and_last_five_thousand_characters()
    {
        var cut = TextEnds.Of(new string('a', 5_000) + new string('b', 700) + new string('c', 5_000));

        cut.ShouldBe(new string('a', 5_000) + "\n… 700 characters left out …\n" + new string('c', 5_000));
    }

    [Fact]
    public void Short_output_stays() => TextEnds.Of(new string('a', 10_000)).Length.ShouldBe(10_000);

    [Fact]
    public void No_character_is_cut_in_two() => Prop.ForAll(Gen.Choose(2, 60).ToArbitrary(), Gen.Choose(0, 99).ToArbitrary(), (most, length) =>
        TextEnds.Of(string.Concat(Enumerable.Repeat("😀", length)) + (length % 2 == 0 ? "x" : ""), most)
            .EnumerateRunes().All(r => r.Value != 0xfffd)).QuickCheckThrowOnFailure();
}
