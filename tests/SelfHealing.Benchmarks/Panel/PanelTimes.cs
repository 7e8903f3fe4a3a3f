using SelfHealing.Incidents;

namespace SelfHealing.Benchmarks.Panel;

/// <summary>Where the time of one incident went.</summary>
/// <param name="LatencySeconds">What every call takes.</param>
/// <param name="Calls">Calls of all voters.</param>
/// <param name="SlowestPathSeconds">The calls of the voter that waited longest for them.</param>
/// <param name="SumSeconds">The calls of all voters, one after the other.</param>
/// <param name="ModelSeconds">From the first question to the last answer.</param>
/// <param name="IncidentSeconds">From submission to the pushed branch.</param>
/// <param name="OverheadSeconds">What the incident took beyond the slowest path: everything else that it does.</param>
internal sealed record PanelTimes(
    double LatencySeconds, int Calls, double SlowestPathSeconds, double SumSeconds, double ModelSeconds, double IncidentSeconds, double OverheadSeconds)
{
    public static PanelTimes Of(TimeSpan latency, IReadOnlyList<RecordedEvent> history)
    {
        var calls = history.Where(e => e.Event is ModelCalled).Select(e => (Ended: e.At, ((ModelCalled)e.Event).Call)).ToList();
        var paths = calls.GroupBy(c => c.Call.Step, StringComparer.Ordinal).Select(step => step.Sum(c => c.Call.Latency.TotalSeconds)).ToList();
        var incident = (history[^1].At - history[0].At).TotalSeconds;
        return new PanelTimes(
            latency.TotalSeconds,
            calls.Count,
            Rounded(paths.Max()),
            Rounded(paths.Sum()),
            Rounded((calls.Max(c => c.Ended) - calls.Min(c => c.Ended - c.Call.Latency)).TotalSeconds),
            Rounded(incident),
            Rounded(incident - paths.Max()));
    }

    private static double Rounded(double seconds) => Math.Round(seconds, 2);
}
