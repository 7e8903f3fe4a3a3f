using System.Globalization;
using SelfHealing.Cli.Terminals;

namespace SelfHealing.Cli.Clusters;

/// <summary>One plain line on standard error for everything that happens to a cluster.</summary>
internal sealed class LineClusterDisplay(Terminal terminal) : IClusterDisplay
{
    public Task RunAsync(Func<ClusterSnapshot> look, Func<Task> work) => work();

    public void Tell(Happening happening) =>
        terminal.Say($"[{happening.At.ToString("HH:mm:ss", CultureInfo.InvariantCulture)}] {SafeText.Line(happening.Text, 1000)}");
}
