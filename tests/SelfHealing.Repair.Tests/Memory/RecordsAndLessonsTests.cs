using FsCheck;
using FsCheck.Fluent;
using SelfHealing.Memory;
using SelfHealing.Repair.Memory;

namespace SelfHealing.Repair.Tests.Memory;

public sealed class RecordsAndLessonsTests
{
    [Fact]
    public void Memory_keeps_the_newest_lessons_and_few_of_one_error()
    {
        IReadOnlyList<Lesson> kept = [];
        for (var i = 0; i < 2000; i++)
        {
            var error = i % 2 == 0 ? "often" : $"once-{i}";
            kept = [.. LessonRecall.Keep(kept, new Lesson($"inc-{i}", new Fingerprint(error, "k", "E"), [], "", $"{i}", "f", DateTimeOffset.UnixEpoch))];
        }

        kept.Count.ShouldBe(LessonRecall.MostLessons);
        kept.Count(l => l.Fingerprint.Exact == "often").ShouldBe(LessonRecall.MostOfOneError);
        kept[^1].Incident.ShouldBe("inc-1999");
    }

    private static readonly Fingerprint s_error = new("exact", "kind", "E");

    [Fact]
    public void Lessons_for_the_same_error_come_first_then_like_errors_newest_first()
    {
        var lessons = new[]
        {
            Lesson("inc-a", s_error with { Exact = "x" }, 9), Lesson("inc-b", s_error, 1, after: "c"), Lesson("inc-c", s_error, 5),
            Lesson("inc-d", new Fingerprint("x", "y", "E"), 8), Lesson("inc-e", s_error with { Exact = "z" }, 7), Lesson("inc-c", s_error with { Exact = "z" }, 6),
        };
        LessonRecall.Rank(lessons, s_error, 10).Select(l => l.Incident).ShouldBe(["inc-c", "inc-b", "inc-a", "inc-e"]);
        LessonRecall.Rank(lessons.Reverse(), s_error, 2).Select(l => l.Incident).ShouldBe(["inc-c", "inc-b"]);
        LessonRecall.Rank(lessons, s_error, -1).ShouldBeEmpty();
    }

    [Fact]
    public void A_fix_that_was_needed_often_is_one_lesson_the_newest()
    {
        IReadOnlyList<Lesson> kept = [Lesson("inc-other", s_error, 0, after: "c")];
        for (var minute = 1; minute < 10; minute++)
        {
            kept = [.. LessonRecall.Keep(kept, Lesson($"inc-{minute}", s_error, minute))];
        }

        kept.Select(l => l.Incident).ShouldBe(["inc-other", "inc-9"]);
    }

    [Fact]
    public void Lessons_that_memory_kept_from_before_are_told_once_too()
    {
        Lesson[] lessons = [Lesson("inc-a", s_error, 1), Lesson("inc-b", s_error, 2), Lesson("inc-c", s_error with { Exact = "x" }, 3), Lesson("inc-d", s_error, 0, after: "c")];
        LessonRecall.Rank(lessons, s_error, 10).Select(l => l.Incident).ShouldBe(["inc-b", "inc-d", "inc-c"]);
        LessonRecall.Rank(lessons, s_error, 2).Select(l => l.Incident).ShouldBe(["inc-b", "inc-d"]);
    }

    [Fact]
    public void A_right_ballot_raises_a_record_a_wrong_one_lowers_it_and_an_abstention_keeps_it()
    {
        var records = new Dictionary<string, VoterRecord> { ["silent"] = new(5, 3) };
        var updated = VoterRecords.Update(records, new Dictionary<string, bool> { ["right"] = true, ["wrong"] = false });
        updated["right"].ShouldBe(new VoterRecord(3, 2));
        updated["wrong"].ShouldBe(new VoterRecord(2, 3));
        updated["silent"].ShouldBe(new VoterRecord(5, 3));
        records.Count.ShouldBe(1);
    }

    [Fact]
    public void Old_outcomes_fade_so_that_a_voter_that_changes_is_believed() => Prop.ForAll(Gen.Choose(0, 500).ToArbitrary(), wins =>
    {
        var record = Repeat(VoterRecord.Prior, wins, wasRight: true);
        record.Right.ShouldBeLessThanOrEqualTo(2 + (1 / (1 - VoterRecords.Memory)) + 1e-9);
        record.Wrong.ShouldBe(2);
        record.Mean.ShouldBeInRange(0.5, 0.97);
        Repeat(record, 60, wasRight: false).Mean.ShouldBeLessThan(0.5);
    }).QuickCheckThrowOnFailure();

    private static VoterRecord Repeat(VoterRecord record, int times, bool wasRight) =>
        Enumerable.Range(0, times).Aggregate(record, (r, _) => VoterRecords.Update(
            new Dictionary<string, VoterRecord> { ["v"] = r }, new Dictionary<string, bool> { ["v"] = wasRight })["v"]);

    private static Lesson Lesson(string incident, Fingerprint fingerprint, int minute, string after = "b") =>
        new(incident, fingerprint, ["op"], "a", after, "f", new DateTimeOffset(2026, 1, 1, 0, minute, 0, TimeSpan.Zero));
}
