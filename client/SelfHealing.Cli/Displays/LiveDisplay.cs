using SelfHealing.Cli.Terminals;
using SelfHealing.Cli.Views;
using SelfHealing.Incidents;
using Spectre.Console;

namespace SelfHealing.Cli.Displays;

/// <summary>The rail of stages, redrawn in place on a terminal.</summary>
internal sealed class LiveDisplay(Terminal terminal, TimeProvider time) : IIncidentDisplay
{
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(120);

    public async Task RunAsync(IncidentView incident, Func<Task> follow)
    {
        await terminal.Error
            .Live(Draw(incident, 0))
            .AutoClear(true)
            .Overflow(VerticalOverflow.Crop)
            .Cropping(VerticalOverflowCropping.Top)
            .StartAsync(async live =>
            {
                var work = follow();
                using var beat = new PeriodicTimer(Beat, time);
                for (var frame = 1; !work.IsCompleted; frame++)
                {
                    live.UpdateTarget(Draw(incident, frame));
                    await Task.WhenAny(work, beat.WaitForNextTickAsync().AsTask());
                }

                await work;
            });

        // Written anew, because a region that once was higher would leave a hole.
        terminal.Error.Write(Draw(incident, 0));
        terminal.Say("");
    }

    public void Show(IncidentSignal signal, IncidentView incident)
    {
        // The beat draws it.
    }

    public void Say(string line)
    {
        // The rail shows where the incident stands; how it is reached is no news on a live screen.
    }

    private RailView Draw(IncidentView incident, int frame) => new(incident, time.GetUtcNow(), frame);
}
