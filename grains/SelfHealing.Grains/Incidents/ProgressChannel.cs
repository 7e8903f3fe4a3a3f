using SelfHealing.Incidents;

namespace SelfHealing.Grains.Incidents;

/// <summary>Brings the progress of a step to its incident's watchers.</summary>
internal sealed class ProgressChannel(IGrainFactory grains)
{
    /// <summary>Progress in words.</summary>
    public IProgress<string> To(string incident, string step) => new Words(this, incident, step);

    /// <summary>One report; lost without harm.</summary>
    public void Tell(string incident, ProgressSignal signal) =>
        grains.GetGrain<IIncidentGrain>(incident).ReportProgressAsync(signal).Ignore();

    private sealed class Words(ProgressChannel channel, string incident, string step) : IProgress<string>
    {
        public void Report(string value) => channel.Tell(incident, new ProgressSignal(step, 0, Total: null, value));
    }
}
