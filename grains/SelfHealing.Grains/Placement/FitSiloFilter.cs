using Orleans.Placement;
using Orleans.Runtime.Placement;

namespace SelfHealing.Grains.Placement;

/// <summary>Keeps new activations of a grain away from silos that cannot work (no Docker engine, a full disk) while others can.</summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = false)]
internal sealed class OnFitSiloAttribute() : PlacementFilterAttribute(new FitSiloFilter());

/// <summary>The filter's name among Orleans' placement filters; it has no settings.</summary>
internal sealed class FitSiloFilter() : PlacementFilterStrategy(order: 1);

/// <summary>Prefers fit silos, and takes any when there is no fit one: its own error then says more than no silo at all.</summary>
internal sealed class FitSiloDirector(FitSilos silos) : IPlacementFilterDirector
{
    public IEnumerable<SiloAddress> Filter(PlacementFilterStrategy filterStrategy, PlacementTarget target, IEnumerable<SiloAddress> silosToFilter)
    {
        var all = silosToFilter.ToList();
        var fit = all.FindAll(silos.IsFit);
        return fit.Count > 0 ? fit : all;
    }
}
