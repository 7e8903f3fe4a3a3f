using SelfHealing.Storage.Journal;

namespace SelfHealing.Storage.Postgres;

/// <summary>Appends of one incident that follow each other, so that they are written or refused together: one row of the journal.</summary>
/// <param name="Appends">One or more; each expects the last event of the one before it.</param>
internal sealed record AppendChain(IReadOnlyList<PendingAppend> Appends)
{
    /// <summary>The incident.</summary>
    public string Incident => Appends[0].Incident;

    /// <summary>Number of the event before the first.</summary>
    public long Expected => Appends[0].Expected;

    /// <summary>How many events they are.</summary>
    public int Events { get; } = Appends.Sum(append => append.Events.Count);

    /// <summary>What the row holds of them.</summary>
    public string Text { get; } = JournalText.Together([.. Appends.SelectMany(append => append.Payloads)]);

    /// <summary>What they change in the incident's row.</summary>
    public RowChange Change { get; } = RowChange.Of(Appends.SelectMany(append => append.Events));

    /// <summary>One chain of every incident among the appends, ordered by incident.</summary>
    /// <remarks>What does not follow on its incident's first append is left for another time: it is stale, or its turn comes after a refusal.</remarks>
    public static IReadOnlyList<AppendChain> Of(IEnumerable<PendingAppend> appends)
    {
        var chains = new SortedDictionary<string, List<PendingAppend>>(StringComparer.Ordinal);
        foreach (var append in appends)
        {
            if (!chains.TryGetValue(append.Incident, out var chain))
            {
                chains.Add(append.Incident, [append]);
            }
            else if (chain[^1].Last == append.Expected)
            {
                chain.Add(append);
            }
        }

        return [.. chains.Values.Select(chain => new AppendChain(chain))];
    }
}
