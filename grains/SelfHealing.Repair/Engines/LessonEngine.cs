using SelfHealing.Memory;
using SelfHealing.Repair.Patches;
using SelfHealing.Repairs;

namespace SelfHealing.Repair.Engines;

/// <summary>Tries again what solved the same or a like error before.</summary>
/// <remarks>The same change in the same function first, then the same change elsewhere, then the same operator in the same function.</remarks>
internal sealed class LessonEngine : IEngine
{
    // Most ways to find the parts of one lesson that had two.
    private const int MaxPairs = 200;

    public string Name => "lessons";

    public string Description => "Tries first what solved the same or a like error before.";

    public IEnumerable<RankedEdit> Propose(EditSpace space, SearchScope scope, IReadOnlyList<Lesson> lessons, Fingerprint fingerprint)
    {
        ArgumentNullException.ThrowIfNull(space);
        ArgumentNullException.ThrowIfNull(lessons);
        var score = new EditScore(space);
        var ordered = lessons.OrderByDescending(l => l.Fingerprint.Exact == fingerprint.Exact).ThenByDescending(l => l.At).ToList();
        return ordered.SelectMany(lesson => Repeated(lesson, space, score))
            .Concat(ordered.SelectMany(lesson => Alike(lesson, space, score)))
            .DistinctBy(e => e.NormalForm)
            .Skip(scope.From);
    }

    public string Silence(EditSpace space, IReadOnlyList<Lesson> lessons) =>
        lessons.Count == 0 ? "Memory has no lesson about such an error." : "No edit here is like what the recalled lessons did.";

    /// <summary>The lesson's own change, wherever it can be made again.</summary>
    private static IEnumerable<RankedEdit> Repeated(Lesson lesson, EditSpace space, EditScore score)
    {
        var befores = lesson.Before.Split(RankedEdit.Separator);
        var afters = lesson.After.Split(RankedEdit.Separator);
        var parts = lesson.Operators.Count;
        if (parts is < 1 or > 2 || befores.Length != parts || afters.Length != parts)
        {
            return [];
        }

        var matches = Enumerable.Range(0, parts)
            .Select(i => space.Atoms
                .Where(a => a.Operator == lesson.Operators[i] && a.Before == befores[i] && a.After == afters[i])
                .OrderByDescending(a => a.Function == lesson.Function).ThenByDescending(score.Of).ThenBy(a => a.Id).ToList())
            .ToList();
        return parts == 1
            ? matches[0].Select(a => new RankedEdit([a], score.Of(a), lesson.Incident))
            : matches[0].SelectMany(one => matches[1].Select(other => (one, other)))
                .Where(p => p.one.Id != p.other.Id && PatchText.AreApart(p.one.Edits.Concat(p.other.Edits)))
                .Take(MaxPairs)
                .Select(p => new RankedEdit([p.one, p.other], score.Of(p.one) * score.Of(p.other), lesson.Incident));
    }

    /// <summary>Edits that do the same to something else: the same new text, or the same operator in the same function.</summary>
    private static IEnumerable<RankedEdit> Alike(Lesson lesson, EditSpace space, EditScore score)
    {
        var operators = lesson.Operators.ToHashSet();
        var afters = lesson.After.Split(RankedEdit.Separator).Where(a => a.Length > 0).ToHashSet();
        return space.Atoms
            .Where(a => operators.Contains(a.Operator) && (afters.Contains(a.After) || a.Function == lesson.Function))
            .OrderByDescending(a => afters.Contains(a.After)).ThenByDescending(score.Of).ThenBy(a => a.Id)
            .Select(a => new RankedEdit([a], score.Of(a), lesson.Incident));
    }
}
