using FsCheck;
using FsCheck.Fluent;
using SelfHealing.Repair.Ensemble;

namespace SelfHealing.Repair.Tests.Ensemble;

public sealed class ConfidenceModelTests
{
    private static readonly Arbitrary<ConfidenceFeatures> s_any = Gen.Choose(0, int.MaxValue).Select(seed =>
    {
        var random = new Random(seed);
        return new ConfidenceFeatures(
            random.NextDouble(), random.Next(1, 6), random.Next(6), random.NextDouble(), random.Next(1, 4000), 1 + random.Next(30), random.Next(60),
            random.Next(2) == 0);
    }).ToArbitrary();

    [Fact]
    public void Confidence_is_a_probability_and_moves_with_each_feature_as_documented() => Prop.ForAll(s_any, f =>
    {
        var model = ConfidenceModel.Default;
        var confidence = model.Of(f);
        confidence.ShouldBeInRange(0, 1);
        model.Of(f with { Share = Math.Min(1, f.Share + 0.1) }).ShouldBeGreaterThanOrEqualTo(confidence);
        model.Of(f with { Agreeing = f.Agreeing + 1 }).ShouldBeGreaterThanOrEqualTo(confidence);
        model.Of(f with { Review = Math.Min(1, f.Review + 0.1) }).ShouldBeGreaterThanOrEqualTo(confidence);
        model.Of(f with { Tests = f.Tests + 1 }).ShouldBeGreaterThanOrEqualTo(confidence);
        model.Of(f with { HasLesson = true }).ShouldBeGreaterThanOrEqualTo(confidence);
        model.Of(f with { Rivals = f.Rivals + 1 }).ShouldBeLessThanOrEqualTo(confidence);
        model.Of(f with { Rank = f.Rank * 2 }).ShouldBeLessThanOrEqualTo(confidence);
        model.Of(f with { Size = f.Size * 2 }).ShouldBeLessThanOrEqualTo(confidence);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_recalibration_follows_the_outcomes_and_keeps_the_signs()
    {
        var random = new Random(7);
        var outcomes = Enumerable.Range(0, 300).Select(_ =>
        {
            var rivals = random.Next(5);
            var features = new ConfidenceFeatures(1, 1, rivals, 1, 1, 1, 5, HasLesson: random.Next(2) == 0);
            return (features, random.NextDouble() < 1 / (1 + Math.Exp(1.5 * rivals - 2.5)));
        }).ToList();
        var fitted = ConfidenceFit.To(ConfidenceModel.Default, outcomes);
        fitted.Of(new ConfidenceFeatures(1, 1, 0, 1, 1, 1, 5, HasLesson: false)).ShouldBeInRange(0.7, 1);
        fitted.Of(new ConfidenceFeatures(1, 1, 4, 1, 1, 1, 5, HasLesson: false)).ShouldBeInRange(0, 0.3);
        fitted.Rivals.ShouldBeLessThan(ConfidenceModel.Default.Rivals);
        fitted.Lesson.ShouldBeGreaterThanOrEqualTo(0);
    }

    [Fact]
    public void Without_outcomes_a_recalibration_changes_nothing() =>
        ConfidenceFit.To(ConfidenceModel.Default, []).ShouldBe(ConfidenceModel.Default);
}
