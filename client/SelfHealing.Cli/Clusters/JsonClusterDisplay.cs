using SelfHealing.Cli.Terminals;
using SelfHealing.Cli.Views;

namespace SelfHealing.Cli.Clusters;

/// <summary>One JSON document a line on standard output for everything that happens to a cluster.</summary>
internal sealed class JsonClusterDisplay(Terminal terminal) : IClusterDisplay
{
    public Task RunAsync(Func<ClusterSnapshot> look, Func<Task> work) => work();

    public void Tell(Happening happening) => terminal.WriteData(RepairDocument.Serialize(happening with { Text = SafeText.Line(happening.Text, 1000) }));
}
