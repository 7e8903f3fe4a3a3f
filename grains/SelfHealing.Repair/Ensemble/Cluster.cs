using SelfHealing.Repairs;

namespace SelfHealing.Repair.Ensemble;

/// <summary>Contenders that behave alike on every generated input.</summary>
/// <param name="Contenders">At least one.</param>
/// <param name="Faults">Share, 0 to 1, of the inputs on which they raised an error or hung.</param>
internal sealed record Cluster(IReadOnlyList<Contender> Contenders, double Faults)
{
    /// <summary>The candidates of all its programs.</summary>
    public IReadOnlyList<Candidate> Candidates { get; } = [.. Contenders.SelectMany(c => c.Candidates)];

    /// <summary>Groups contenders by the observed behaviour; one that was not observed stands alone.</summary>
    public static IReadOnlyList<Cluster> Of(IReadOnlyList<Contender> contenders, VoteInput input)
    {
        var observed = input.Behaviour?.Clusters ?? [];
        var placeOf = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < observed.Count; i++)
        {
            foreach (var id in observed[i].Candidates)
            {
                placeOf.TryAdd(id, i);
            }
        }

        // Equal programs behave alike: the first observed candidate speaks for all of its program.
        int? PlaceOf(Contender contender)
        {
            foreach (var candidate in contender.Candidates)
            {
                if (placeOf.TryGetValue(candidate.Id, out var place))
                {
                    return place;
                }
            }

            return null;
        }

        var places = contenders.ToLookup(PlaceOf);
        return
        [
            .. places.Where(g => g.Key is not null).Select(g => new Cluster([.. g], Math.Clamp(observed[g.Key!.Value].Faults, 0, 1))),
            .. places[null].Select(c => new Cluster([c], 0)),
        ];
    }
}
