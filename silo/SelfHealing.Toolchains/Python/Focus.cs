using SelfHealing.Repair.Localisation;
using SelfHealing.Repairs;

namespace SelfHealing.Toolchains.Python;

/// <summary>One function whose edits are worth enumerating, with the suspiciousness of its lines.</summary>
/// <param name="Path">Its file.</param>
/// <param name="Function">Where it is; without a name for statements outside of functions.</param>
/// <param name="Lines">Suspiciousness by line.</param>
internal sealed record Focus(string Path, CoveredFunction Function, IReadOnlyDictionary<int, double> Lines)
{
    private const int MaxLines = 5000;

    /// <summary>The function is as suspicious as its most suspicious line.</summary>
    public double Score { get; } = Lines.Values.Max();

    /// <summary>The most suspicious functions first. A function that no failing test ran cannot be at fault.</summary>
    public static IReadOnlyList<Focus> Of(IEnumerable<CoveredFile> files, int failing, int maxFunctions) =>
    [
        .. files.SelectMany(f => Functions(f, failing))
            .Where(f => f.Score > 0)
            .OrderByDescending(f => f.Score)
            .ThenBy(f => f.Function.Name.Length == 0)
            .ThenByDescending(f => f.Lines.Values.Average())
            .ThenBy(f => f.Path, StringComparer.Ordinal)
            .ThenBy(f => f.Function.First)
            .Take(maxFunctions),
    ];

    /// <summary>The focus as the harness's enumeration wants it.</summary>
    public object Request() => new
    {
        path = Path,
        function = Function.Name,
        first_line = Function.First,
        last_line = Function.Last,
        score = Score,
        lines = Lines.ToDictionary(l => l.Key, l => l.Value),
    };

    public IEnumerable<Suspicion> Suspicions() => Lines.Where(l => l.Value > 0).Select(l => new Suspicion(Path, l.Key, Function.Name, l.Value));

    private static IEnumerable<Focus> Functions(CoveredFile file, int failing) =>
        file.Lines.Where(l => l.Length == 3).Take(MaxLines)
            .GroupBy(l => file.Functions.FirstOrDefault(f => f.First <= l[0] && l[0] <= f.Last))
            .Select(g => new Focus(
                file.Path,
                g.Key ?? new CoveredFunction("", g.Min(l => l[0]), g.Max(l => l[0])),
                g.GroupBy(l => l[0]).ToDictionary(l => l.Key, l => Ochiai.Score(failing, l.First()[1], l.First()[2]))));
}
