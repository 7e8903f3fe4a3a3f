using SelfHealing.Memory;

namespace SelfHealing.Repair.Memory;

/// <summary>Which lessons fit an error.</summary>
public static class LessonRecall
{
    /// <summary>Most lessons that memory keeps, the newest.</summary>
    public const int MostLessons = 500;

    /// <summary>Most lessons that it keeps for the same error.</summary>
    public const int MostOfOneError = 10;

    /// <summary>How many incidents it remembers to have learned from while nobody confirmed it.</summary>
    public const int MostLearned = 2000;

    /// <summary>The lessons to keep after one more, oldest first.</summary>
    public static IEnumerable<Lesson> Keep(IReadOnlyList<Lesson> lessons, Lesson learned)
    {
        ArgumentNullException.ThrowIfNull(lessons);
        ArgumentNullException.ThrowIfNull(learned);
        var surplus = lessons.Count(l => l.Fingerprint.Exact == learned.Fingerprint.Exact) - (MostOfOneError - 1);
        return lessons.Where(l => l.Fingerprint.Exact != learned.Fingerprint.Exact || surplus-- <= 0).Append(learned).TakeLast(MostLessons);
    }

    /// <summary>Lessons for the same error first, then for like errors, newest first; one for each incident.</summary>
    public static IReadOnlyList<Lesson> Rank(IEnumerable<Lesson> lessons, Fingerprint fingerprint, int limit)
    {
        ArgumentNullException.ThrowIfNull(lessons);
        ArgumentNullException.ThrowIfNull(fingerprint);
        return
        [
            .. lessons
                .Where(l => l.Fingerprint.Exact == fingerprint.Exact || l.Fingerprint.Kind == fingerprint.Kind)
                .OrderByDescending(l => l.Fingerprint.Exact == fingerprint.Exact)
                .ThenByDescending(l => l.At)
                .ThenBy(l => l.Incident, StringComparer.Ordinal)
                .DistinctBy(l => l.Incident)
                .Take(Math.Max(0, limit)),
        ];
    }
}
