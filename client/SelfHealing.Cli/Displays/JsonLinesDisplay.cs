using SelfHealing.Cli.Terminals;
using SelfHealing.Cli.Views;
using SelfHealing.Incidents;

namespace SelfHealing.Cli.Displays;

/// <summary>Every recorded event as one JSON document a line on standard output.</summary>
internal sealed class JsonLinesDisplay(Terminal terminal) : IIncidentDisplay
{
    public Task RunAsync(IncidentView incident, Func<Task> follow) => follow();

    public void Show(IncidentSignal signal, IncidentView incident)
    {
        if (signal is EventSignal { Recorded: var recorded })
        {
            terminal.WriteData(RepairDocument.Serialize(recorded));
        }
    }

    public void Say(string line) => terminal.Say(line);
}
