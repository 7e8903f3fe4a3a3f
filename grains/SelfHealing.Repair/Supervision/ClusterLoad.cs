namespace SelfHealing.Repair.Supervision;

/// <summary>What the supervisor sees of the cluster at one moment.</summary>
/// <param name="Queued">Incidents that wait for their turn.</param>
/// <param name="Running">Incidents that are worked on.</param>
/// <param name="Places">Incidents that all able silos can work on at once.</param>
/// <param name="Able">Silos that can work.</param>
/// <param name="CpuShare">Share of the processors in use, 0 to 1, as the busiest silo tells it.</param>
public sealed record ClusterLoad(int Queued, int Running, int Places, int Able, double CpuShare)
{
    /// <summary>Incidents that one able silo works on at once, at least 1.</summary>
    public int PlacesEach => Able > 0 ? Math.Max(1, Places / Able) : 1;
}
