using SelfHealing.Cli.Views;
using SelfHealing.Incidents;

namespace SelfHealing.Cli.Displays;

/// <summary>Shows an incident while it is worked on.</summary>
internal interface IIncidentDisplay
{
    /// <summary>Shows the incident for as long as <paramref name="follow"/> runs.</summary>
    /// <param name="incident">The view that <paramref name="follow"/> feeds; changed and drawn under its own lock.</param>
    /// <param name="follow">The work that is shown.</param>
    Task RunAsync(IncidentView incident, Func<Task> follow);

    /// <summary>Called after each signal that was new to the incident.</summary>
    void Show(IncidentSignal signal, IncidentView incident);

    /// <summary>Something about the way to the incident, not the incident itself.</summary>
    void Say(string line);
}
