using Microsoft.Extensions.Options;
using SelfHealing.Incidents;
using SelfHealing.Models;

namespace SelfHealing.Grains.Incidents;

/// <summary>The models that this silo can ask, and for how long.</summary>
internal sealed class VoterPanel(IEnumerable<ICoderModel> models, IOptions<IncidentOptions> options)
{
    private readonly IReadOnlyDictionary<string, ICoderModel> _models = models.ToDictionary(m => m.Name, StringComparer.Ordinal);

    /// <summary>The voters of an incident: those that were named, or all.</summary>
    /// <exception cref="IncidentException">A named model does not exist.</exception>
    public IReadOnlyList<string> Choose(IReadOnlyList<string> named) =>
        named.FirstOrDefault(n => !_models.ContainsKey(n)) is { } unknown
            ? throw new IncidentException($"There is no model named '{unknown}'. The models are: {string.Join(", ", _models.Keys)}.")
            : [.. named.Count > 0 ? named.Distinct(StringComparer.Ordinal) : _models.Keys];

    /// <summary>The model of a name.</summary>
    public ICoderModel this[string voter] => _models.TryGetValue(voter, out var model)
        ? model
        : throw new IncidentException($"The model '{voter}' took part in this incident but is not configured any more.");

    /// <summary>When searches stop, so that the rest of the budget is left for voting, proving and pushing.</summary>
    public DateTimeOffset SearchDeadline(DateTimeOffset deadline, TimeSpan budget) => deadline - budget * (1 - options.Value.SearchShare);
}
