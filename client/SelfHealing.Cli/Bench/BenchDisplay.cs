using SelfHealing.Cli.Terminals;
using SelfHealing.Cli.Views;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace SelfHealing.Cli.Bench;

/// <summary>A progress bar with the running score on a terminal, a line an instance elsewhere.</summary>
internal sealed class BenchDisplay(Terminal terminal, TimeProvider time)
{
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(250);

    public async Task RunAsync(BenchScore score, Func<Task> run)
    {
        if (score.Kept > 0)
        {
            terminal.Say($"{Figures.Count(score.Kept, "result")} of an earlier run kept; --fresh starts over.");
        }

        var began = time.GetTimestamp();
        if (!terminal.IsLive)
        {
            score.Told = result => terminal.Say(Line(score, result));
            await run();
            return;
        }

        await terminal.Error.Live(new Bar(score, TimeSpan.Zero)).StartAsync(async live =>
        {
            var work = run();
            using var beat = new PeriodicTimer(Beat, time);
            while (!work.IsCompleted)
            {
                live.UpdateTarget(new Bar(score, time.GetElapsedTime(began)));
                await Task.WhenAny(work, beat.WaitForNextTickAsync().AsTask());
            }

            live.UpdateTarget(new Bar(score, time.GetElapsedTime(began)));
            await work;
        });
    }

    private static string Line(BenchScore score, InstanceResult result)
    {
        lock (score.Gate)
        {
            var verdict = result switch
            {
                { IsInfrastructure: true } => $"infrastructure fault: {SafeText.Line(result.Reason, 200)}",
                { Correct: true } => "correct",
                { Plausible: true } => "plausible but wrong",
                _ => result.Status,
            };
            return $"[{score.Done}/{score.Total}] {SafeText.Line(result.Id, 60)} {verdict} ({Figures.Duration(TimeSpan.FromSeconds(result.Seconds))}), {score.InOrder.Count(r => r.Correct)} correct so far";
        }
    }

    /// <summary>The bar, the score, and what runs now.</summary>
    internal sealed class Bar(BenchScore score, TimeSpan elapsed) : Renderable
    {
        protected override IEnumerable<Segment> Render(RenderOptions options, int maxWidth)
        {
            lock (score.Gate)
            {
                var results = score.InOrder;
                var width = Math.Clamp(maxWidth / 3, 10, 40);
                var filled = score.Total == 0 ? width : (int)Math.Round(width * results.Count / (double)score.Total);
                var first = new Row()
                    .Add($"{score.Name}  ", Palette.Strong)
                    .Add(new string(options.Unicode ? '━' : '#', filled), Palette.Busy)
                    .Add(new string(options.Unicode ? '─' : '-', width - filled), Palette.Quiet)
                    .Add($"  {results.Count}/{score.Total}")
                    .Add($"  {results.Count(r => r.Correct)} correct", Palette.Good)
                    .Add($"  {results.Count(r => r.Plausible)} plausible", Palette.Quiet)
                    .Add(results.Count(r => r.IsInfrastructure) is > 0 and var faults ? $"  {Figures.Count(faults, "fault")}" : "", Palette.Careful)
                    .Right(Figures.Duration(elapsed), Palette.Quiet);
                var second = new Row().Add($"  now: {string.Join(", ", score.Running.Select(id => SafeText.Line(id, 40)))}", Palette.Quiet);
                return [.. first.Render(maxWidth), .. second.Render(maxWidth)];
            }
        }
    }
}
