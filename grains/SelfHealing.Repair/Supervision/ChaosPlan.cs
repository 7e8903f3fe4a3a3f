namespace SelfHealing.Repair.Supervision;

/// <summary>A kind of thing that chaos kills.</summary>
public enum ChaosKind
{
    /// <summary>The process of a silo, with kill -9.</summary>
    Silo,

    /// <summary>A container in which an incident's code runs.</summary>
    Sandbox,

    /// <summary>One connection of a silo to the database.</summary>
    DatabaseConnection,

    /// <summary>The whole database server, which is started again.</summary>
    Database,
}

/// <summary>Something that could be killed now.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Id">Its process id, container or session, as a text.</param>
/// <param name="Name">Its name, for people.</param>
public sealed record ChaosTarget(ChaosKind Kind, string Id, string Name);

/// <summary>Decides what dies next. The same seed and the same targets give the same victims.</summary>
/// <param name="seed">The seed.</param>
/// <param name="kinds">The kinds that may be killed.</param>
public sealed class ChaosPlan(int seed, IReadOnlyCollection<ChaosKind> kinds)
{
    private readonly Random _chance = new(seed);

    /// <summary>The next victim: first a kind by chance, among those of which there is one, then one of that kind.</summary>
    /// <returns>Null when there is nothing to kill.</returns>
    public ChaosTarget? Next(IEnumerable<ChaosTarget> targets)
    {
        var possible = targets
            .Where(t => kinds.Contains(t.Kind))
            .GroupBy(t => t.Kind)
            .OrderBy(g => g.Key)
            .Select(g => g.OrderBy(t => t.Name, StringComparer.Ordinal).ThenBy(t => t.Id, StringComparer.Ordinal).ToList())
            .ToList();

        // Both are drawn each time, so that an empty turn does not shift the ones after it.
        var (kind, one) = (_chance.NextDouble(), _chance.NextDouble());
        return possible.Count == 0 ? null : Pick(Pick(possible, kind), one);
    }

    private static T Pick<T>(List<T> from, double chance) => from[(int)(chance * from.Count)];
}
