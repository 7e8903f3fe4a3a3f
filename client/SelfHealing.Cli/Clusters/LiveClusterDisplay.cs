using SelfHealing.Cli.Terminals;
using SelfHealing.Cli.Views;
using Spectre.Console;

namespace SelfHealing.Cli.Clusters;

/// <summary>A table of the cluster, redrawn in place on a terminal, with what happened last below it.</summary>
internal sealed class LiveClusterDisplay(Terminal terminal, TimeProvider time, CommandHints hints) : IClusterDisplay
{
    private const int Kept = 8;
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(150);
    private readonly Queue<Happening> _latest = new();
    private readonly Lock _gate = new();

    public async Task RunAsync(Func<ClusterSnapshot> look, Func<Task> work)
    {
        await terminal.Error
            .Live(Draw(look(), 0))
            .AutoClear(true)
            .Overflow(VerticalOverflow.Crop)
            .Cropping(VerticalOverflowCropping.Bottom)
            .StartAsync(async live =>
            {
                var working = work();
                using var beat = new PeriodicTimer(Beat, time);
                for (var frame = 1; !working.IsCompleted; frame++)
                {
                    live.UpdateTarget(Draw(look(), frame));
                    await Task.WhenAny(working, beat.WaitForNextTickAsync().AsTask());
                }

                await working;
            });
        terminal.Say(LastOf(_latest) ?? "Stopped.");
    }

    public void Tell(Happening happening)
    {
        lock (_gate)
        {
            _latest.Enqueue(happening);
            while (_latest.Count > Kept)
            {
                _latest.Dequeue();
            }
        }
    }

    private static string? LastOf(Queue<Happening> latest) => latest.LastOrDefault() is { } last ? SafeText.Line(last.Text) : null;

    private ClusterView Draw(ClusterSnapshot snapshot, int frame)
    {
        lock (_gate)
        {
            return new ClusterView(snapshot, [.. _latest], hints, time.GetUtcNow(), frame);
        }
    }
}
