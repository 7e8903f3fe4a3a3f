using SelfHealing.Memory;
using SelfHealing.Repair.Engines;
using SelfHealing.Repairs;

namespace SelfHealing.Repair.Tests.Engines;

public sealed class LessonEngineTests
{
    private static readonly IEngine s_lessons = BuiltInEngines.All.Single(e => e.Name == "lessons");

    [Fact]
    public void The_remembered_change_is_tried_first_even_where_it_is_the_least_likely()
    {
        var space = Atoms.Space(
            Atoms.At(1, before: "0", after: "1"), Atoms.At(2, before: "3", after: "4", likelihood: 0.01, function: "g"), Atoms.At(3, before: "3", after: "5"));

        var first = Propose(space, Lesson("inc-1", "3", "4")).First();

        first.Atoms[0].Id.ShouldBe(2);
        first.Lesson.ShouldBe("inc-1");
    }

    [Fact]
    public void Without_a_lesson_it_stays_silent_and_says_why()
    {
        var space = Atoms.Space(Atoms.At(1));

        Propose(space).ShouldBeEmpty();
        s_lessons.Silence(space, []).ShouldBe("Memory has no lesson about such an error.");
    }

    [Fact]
    public void The_same_new_text_goes_before_the_same_operator()
    {
        var space = Atoms.Space(Atoms.At(1, before: "8", after: "9", function: "f"), Atoms.At(2, before: "8", after: "4", function: "h"));

        Propose(space, Lesson("inc-1", "3", "4")).Select(e => e.Atoms[0].Id).ShouldBe([2, 1]);
    }

    [Fact]
    public void Operators_that_no_lesson_used_are_left_to_others()
    {
        var space = Atoms.Space(Atoms.At(1, name: "wrap-call"), Atoms.At(2));

        Propose(space, Lesson("inc-1", "3", "4")).Select(e => e.Atoms[0].Id).ShouldBe([2]);
    }

    [Fact]
    public void A_lesson_of_the_same_error_goes_before_a_newer_one_of_a_like_error()
    {
        var space = Atoms.Space(Atoms.At(1, before: "3", after: "4"), Atoms.At(2, before: "5", after: "6"));
        var same = Lesson("inc-old", "5", "6");
        var like = Lesson("inc-new", "3", "4") with { Fingerprint = Atoms.Error with { Exact = "other" }, At = same.At.AddDays(1) };

        Propose(space, like, same).First().Lesson.ShouldBe("inc-old");
    }

    [Fact]
    public void A_lesson_of_two_edits_is_repeated_as_two_edits()
    {
        var space = Atoms.Space(Atoms.At(1, before: "3", after: "4"), Atoms.At(2, name: "wrap-call", before: "x", after: "abs"));
        var learned = new RankedEdit(space.Atoms, 1);
        var lesson = Lesson("inc-1", learned.Before, learned.After) with { Operators = learned.Operators };

        Propose(space, lesson).First().NormalForm.ShouldBe(learned.NormalForm);
    }

    private static Lesson Lesson(string incident, string before, string after) =>
        new(incident, Atoms.Error, ["number-literal"], before, after, "f", DateTimeOffset.UnixEpoch);

    private static IEnumerable<RankedEdit> Propose(EditSpace space, params Lesson[] lessons) =>
        s_lessons.Propose(space, Atoms.Singles, lessons, Atoms.Error);
}
