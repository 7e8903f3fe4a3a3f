using Microsoft.Extensions.Options;
using SelfHealing.Incidents;
using SelfHealing.Models;
using SelfHealing.Repair.Ensemble;

namespace SelfHealing.Grains.Incidents;

/// <summary>The models that this silo can ask, and for how long.</summary>
internal sealed class VoterPanel(
    IEnumerable<ICoderModel> models, IEnumerable<ITestWriterModel> writers, IEnumerable<ISelectorModel> selectors,
    IOptions<IncidentOptions> options, IOptions<EnsembleOptions> ensemble)
{
    private readonly IReadOnlyDictionary<string, ICoderModel> _models = models.ToDictionary(m => m.Name, StringComparer.Ordinal);
    private readonly IReadOnlyList<ITestWriterModel> _writers = [.. writers];
    private readonly IReadOnlyList<ISelectorModel> _selectors = [.. selectors];

    /// <summary>Who takes part in an incident: those that were named, as models or as voters, or all. A model that is not named has no part at all.</summary>
    /// <exception cref="IncidentException">A named model does not exist.</exception>
    public Triaged Choose(IReadOnlyList<string> named)
    {
        if (named.FirstOrDefault(n => !_models.Keys.Any(v => IsNamed(v, [n]))) is { } unknown)
        {
            throw new IncidentException($"There is no model named '{unknown}'. The models are: {string.Join(", ", Known)}.");
        }

        var rules = ensemble.Value.Rules;
        var voters = _models.Keys.Where(v => v != VoterNames.Fusion && IsNamed(v, named)).ToList();
        var fuses = rules.Fuse && _models.ContainsKey(VoterNames.Fusion) && voters.Count(VoterNames.IsChat) > 1;
        var asked = voters.Select(VoterNames.ModelOf).ToHashSet(StringComparer.Ordinal);
        return new Triaged(fuses ? [.. voters, VoterNames.Fusion] : voters)
        {
            TestWriters = rules.ReproductionTests > 0 ? Roles(_writers.Select(w => w.Name), named, asked, ensemble.Value.MaxTestWriters) : [],
            Selectors = rules.Selectors > 0 ? Roles(_selectors.Select(s => s.Name), named, asked, ensemble.Value.MaxSelectors) : [],
            Rules = rules,
        };
    }

    /// <summary>The model of a name.</summary>
    public ICoderModel this[string voter] => _models.TryGetValue(voter, out var model)
        ? model
        : throw new IncidentException($"The model '{voter}' took part in this incident but is not configured any more.");

    /// <summary>When searches stop, so that the rest of the budget is left for voting, proving and pushing.</summary>
    public DateTimeOffset SearchDeadline(DateTimeOffset deadline, TimeSpan budget) => deadline - budget * (1 - options.Value.SearchShare);

    private IEnumerable<string> Known =>
        _models.Keys.SelectMany(v => VoterNames.IsChat(v) ? [VoterNames.ModelOf(v), v] : new[] { v }).Distinct(StringComparer.Ordinal);

    private static bool IsNamed(string voter, IReadOnlyList<string> named) =>
        named.Count == 0 || named.Any(n => n == voter || n == VoterNames.ModelOf(voter));

    // Whoever names models names all that may be asked; else every model that has the role, voter or not.
    private static IReadOnlyList<string> Roles(IEnumerable<string> names, IReadOnlyList<string> named, HashSet<string> asked, int most) =>
        [.. names.Distinct(StringComparer.Ordinal).Where(n => named.Count == 0 || asked.Contains(n)).Take(most)];
}
