using System.Collections.Concurrent;
using System.Threading.Channels;
using SelfHealing.Sandboxes;

namespace SelfHealing.Toolchains.Python;

/// <summary>One container after another that works on a batch's queue: one that dies costs the patch that it worked on, and the others are tried again.</summary>
internal sealed class BatchWorker(ChannelReader<PendingTrial> queue, Func<CancellationToken, Task<HarnessLease>> rent) : IDisposable
{
    /// <summary>Patches that are on their way to the container or in it.</summary>
    private const int Window = 8;

    /// <summary>Containers that may die before the batch is given up.</summary>
    private const int MaxDeaths = 8;

    private readonly ConcurrentQueue<(int Number, PendingTrial Trial)> _sent = new();
    private readonly SemaphoreSlim _window = new(Window);
    private int _number;

    /// <summary>Works until the queue ends.</summary>
    /// <exception cref="SandboxException">Containers could not be started, or died too often.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        for (var deaths = 0; !_sent.IsEmpty || await queue.WaitToReadAsync(cancellationToken); deaths++)
        {
            await using var lease = await rent(cancellationToken);
            if (await ConverseAsync(lease.Run, cancellationToken))
            {
                lease.Keep();
                return;
            }

            if (deaths >= MaxDeaths)
            {
                throw await lease.Run.EndedAsync(cancellationToken);
            }

            if (_sent.TryDequeue(out var guilty))
            {
                Answer(guilty.Trial, new CandidateVerdict(guilty.Number, TrialVerdict.Crashed, 0, 0, null));
            }

            DropUnwanted();
        }
    }

    public void Dispose() => _window.Dispose();

    /// <summary>What nobody waits for any more is no reason for another container.</summary>
    private void DropUnwanted()
    {
        for (var left = _sent.Count; left > 0 && _sent.TryDequeue(out var sent); left--)
        {
            if (sent.Trial.TryBegin())
            {
                _sent.Enqueue(sent);
            }
            else
            {
                _window.Release();
            }
        }
    }

    /// <summary>Sends patches and takes verdicts. True when the queue has ended and every verdict is here, false when the container died.</summary>
    private async Task<bool> ConverseAsync(HarnessRun harness, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var feed = FeedAsync(harness, [.. _sent], stop.Token);
        try
        {
            await foreach (var message in harness.ReadAsync(stop.Token))
            {
                if (message.Kind == "mark")
                {
                    return true;
                }

                if (message.Kind != "verdict")
                {
                    continue;
                }

                if (!_sent.TryPeek(out var sent) || message.Integer("number") != sent.Number)
                {
                    throw new SandboxException("The sandbox gave a verdict that nobody asked for.");
                }

                _sent.TryDequeue(out _);
                Answer(sent.Trial, Verdict(sent.Number, message));
            }

            return false;
        }
        finally
        {
            await stop.CancelAsync();
            await feed.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Sends what an earlier container left unanswered, then what the queue gives, and last the mark that comes back when all is answered.</summary>
    private async Task FeedAsync(HarnessRun harness, IReadOnlyList<(int Number, PendingTrial Trial)> unanswered, CancellationToken cancellationToken)
    {
        try
        {
            foreach (var (number, trial) in unanswered)
            {
                await SendAsync(harness, number, trial, cancellationToken);
            }

            while (await queue.WaitToReadAsync(cancellationToken))
            {
                await _window.WaitAsync(cancellationToken);
                if (queue.TryRead(out var trial) && trial.TryBegin())
                {
                    var number = _number++;
                    _sent.Enqueue((number, trial));
                    await SendAsync(harness, number, trial, cancellationToken);
                }
                else
                {
                    _window.Release();
                }
            }

            await harness.RequestAsync(new { op = "mark" }, cancellationToken);
        }
        catch (IOException)
        {
            // The container ended. Its output ends too, and the reader decides what that means.
        }
    }

    private static Task SendAsync(HarnessRun harness, int number, PendingTrial trial, CancellationToken cancellationToken) =>
        harness.RequestAsync(new { op = "trial", number, edits = trial.Patch.Edits }, cancellationToken);

    private void Answer(PendingTrial trial, CandidateVerdict verdict)
    {
        trial.Complete(verdict);
        _window.Release();
    }

    private static CandidateVerdict Verdict(int number, HarnessMessage message) => new(
        number,
        message.Text("verdict") switch
        {
            "Plausible" => TrialVerdict.Plausible,
            "Failed" => TrialVerdict.Failed,
            "Invalid" => TrialVerdict.Invalid,
            "TimedOut" => TrialVerdict.TimedOut,
            _ => TrialVerdict.Crashed,
        },
        Math.Max(0, message.Integer("fixed") ?? 0),
        Math.Max(0, message.Integer("broken") ?? 0),
        message.Text("first"));
}
