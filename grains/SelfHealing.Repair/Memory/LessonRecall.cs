using SelfHealing.Memory;

namespace SelfHealing.Repair.Memory;

/// <summary>Which lessons fit an error.</summary>
public static class LessonRecall
{
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
