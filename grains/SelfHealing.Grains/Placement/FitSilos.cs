using System.Collections.Immutable;
using SelfHealing.Admission;

namespace SelfHealing.Grains.Placement;

/// <summary>Which silos are known to be unfit for work: what this silo last heard of the others, and knows of itself.</summary>
public sealed class FitSilos
{
    private ImmutableHashSet<string> _unfit = [];

    /// <summary>True when nothing bad is known of a silo: one that has not been heard of yet is given the chance.</summary>
    public bool IsFit(SiloAddress silo)
    {
        ArgumentNullException.ThrowIfNull(silo);
        return !_unfit.Contains(silo.ToParsableString());
    }

    /// <summary>Keeps what all silos said, in place of what they said before.</summary>
    public void Hear(IEnumerable<SiloReport> reports) => _unfit = [.. reports.Where(report => report.Unfit is not null).Select(report => report.Silo)];
}
