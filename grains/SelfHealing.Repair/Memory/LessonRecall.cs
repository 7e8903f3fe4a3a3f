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

    /// <summary>The lessons to keep after one more, oldest first. Of those that teach the same the newest is kept.</summary>
    public static IEnumerable<Lesson> Keep(IReadOnlyList<Lesson> lessons, Lesson learned)
    {
        ArgumentNullException.ThrowIfNull(lessons);
        ArgumentNullException.ThrowIfNull(learned);
        List<Lesson> others = [.. lessons.Where(l => !TeachTheSame(l, learned))];
        var surplus = others.Count(l => l.Fingerprint.Exact == learned.Fingerprint.Exact) - (MostOfOneError - 1);
        return others.Where(l => l.Fingerprint.Exact != learned.Fingerprint.Exact || surplus-- <= 0).Append(learned).TakeLast(MostLessons);
    }

    /// <summary>Lessons for the same error first, then for like errors, newest first; one for each incident, and none that teaches what another does.</summary>
    public static IReadOnlyList<Lesson> Rank(IEnumerable<Lesson> lessons, Fingerprint fingerprint, int limit)
    {
        ArgumentNullException.ThrowIfNull(lessons);
        ArgumentNullException.ThrowIfNull(fingerprint);
        var ranked = lessons
            .Where(l => l.Fingerprint.Exact == fingerprint.Exact || l.Fingerprint.Kind == fingerprint.Kind)
            .OrderByDescending(l => l.Fingerprint.Exact == fingerprint.Exact)
            .ThenByDescending(l => l.At)
            .ThenBy(l => l.Incident, StringComparer.Ordinal)
            .DistinctBy(l => l.Incident);
        var told = new List<Lesson>();
        foreach (var lesson in ranked.TakeWhile(_ => told.Count < limit))
        {
            if (!told.Exists(other => TeachTheSame(other, lesson)))
            {
                told.Add(lesson);
            }
        }

        return told;
    }

    // The same fix of the same error, whoever needed it.
    private static bool TeachTheSame(Lesson one, Lesson other) =>
        one.Fingerprint.Exact == other.Fingerprint.Exact && one.Function == other.Function && one.Before == other.Before && one.After == other.After
        && one.Operators.SequenceEqual(other.Operators, StringComparer.Ordinal);
}
