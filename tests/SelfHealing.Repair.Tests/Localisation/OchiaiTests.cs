using FsCheck;
using FsCheck.Fluent;

namespace SelfHealing.Repair.Localisation;

public sealed class OchiaiTests
{
    [Theory]
    [InlineData(2, 2, 0, 1)]
    [InlineData(2, 1, 0, 0.7071)]
    [InlineData(1, 1, 3, 0.5)]
    [InlineData(2, 0, 5, 0)]
    [InlineData(0, 0, 5, 0)]
    public void A_line_is_as_suspicious_as_the_formula_says(int failing, int failingHere, int passingHere, double score) =>
        Ochiai.Score(failing, failingHere, passingHere).ShouldBe(score, 0.0001);

    [Fact]
    public void A_score_lies_between_0_and_1_and_falls_with_every_passing_test() =>
        Prop.ForAll<int, int, int>((failing, failingHere, passingHere) =>
            Ochiai.Score(failing, failingHere, passingHere) is >= 0 and <= 1
            && (passingHere is < 0 or int.MaxValue || Ochiai.Score(failing, failingHere, passingHere + 1) <= Ochiai.Score(failing, failingHere, passingHere)))
            .QuickCheckThrowOnFailure();
}
