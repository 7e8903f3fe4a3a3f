using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using SelfHealing.Sandboxes;

namespace SelfHealing.Toolchains.Python;

/// <summary>Mode <c>evaluate</c>: trials go in a few at a time, verdicts come back in order, and a container that dies costs one trial.</summary>
internal sealed class Batch(Func<CancellationToken, Task<HarnessRun>> start) : IDisposable
{
    /// <summary>Trials that are on their way: enough to keep the container busy, few enough to stay lazy.</summary>
    private const int Window = 32;

    /// <summary>Containers that may die before the batch is given up.</summary>
    private const int MaxDeaths = 8;

    private readonly Channel<Trial> _pulled = Channel.CreateUnbounded<Trial>(new() { SingleReader = true, SingleWriter = true });
    private readonly ConcurrentQueue<Trial> _sent = new();
    private readonly SemaphoreSlim _window = new(Window);

    /// <summary>Judges the trials. Whoever stops reading stops the container.</summary>
    public async IAsyncEnumerable<CandidateVerdict> EvaluateAsync(IAsyncEnumerable<Trial> trials, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var pull = PullAsync(trials, stop.Token);
        try
        {
            for (var deaths = 0; await HasWorkAsync(stop.Token); deaths++)
            {
                await using var harness = await start(stop.Token);
                await foreach (var verdict in JudgeAsync(harness, stop.Token))
                {
                    _window.Release();
                    yield return verdict;
                }

                if (_sent.IsEmpty && _pulled.Reader.Completion.IsCompleted)
                {
                    break;
                }

                if (deaths >= MaxDeaths)
                {
                    throw await harness.EndedAsync(stop.Token);
                }

                if (_sent.TryDequeue(out var guilty))
                {
                    _window.Release();
                    yield return new CandidateVerdict(guilty.Number, TrialVerdict.Crashed, 0, 0, null);
                }
            }

            await pull;
        }
        finally
        {
            await stop.CancelAsync();
            await pull.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    public void Dispose() => _window.Dispose();

    private async Task PullAsync(IAsyncEnumerable<Trial> trials, CancellationToken cancellationToken)
    {
        try
        {
            await _window.WaitAsync(cancellationToken);
            await foreach (var trial in trials.WithCancellation(cancellationToken))
            {
                _pulled.Writer.TryWrite(trial);
                await _window.WaitAsync(cancellationToken);
            }
        }
        finally
        {
            _pulled.Writer.TryComplete();
        }
    }

    /// <summary>No container is started before there is something to judge.</summary>
    private async Task<bool> HasWorkAsync(CancellationToken cancellationToken) => !_sent.IsEmpty || await _pulled.Reader.WaitToReadAsync(cancellationToken);

    /// <summary>The verdicts of one container, until the trials or the container end.</summary>
    private async IAsyncEnumerable<CandidateVerdict> JudgeAsync(HarnessRun harness, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var feed = FeedAsync(harness, [.. _sent], stop.Token);
        try
        {
            await foreach (var message in harness.ReadAsync(stop.Token))
            {
                if (message.Kind != "verdict")
                {
                    continue;
                }

                if (!_sent.TryPeek(out var trial) || message.Integer("number") != trial.Number)
                {
                    throw new SandboxException("The sandbox gave a verdict that nobody asked for.");
                }

                _sent.TryDequeue(out _);
                yield return Verdict(trial, message);
            }
        }
        finally
        {
            await stop.CancelAsync();
            await feed.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Sends what an earlier container left unanswered, and then what is pulled.</summary>
    private async Task FeedAsync(HarnessRun harness, IReadOnlyList<Trial> unanswered, CancellationToken cancellationToken)
    {
        try
        {
            foreach (var trial in unanswered)
            {
                await SendAsync(harness, trial, cancellationToken);
            }

            while (await _pulled.Reader.WaitToReadAsync(cancellationToken))
            {
                while (_pulled.Reader.TryRead(out var trial))
                {
                    _sent.Enqueue(trial);
                    await SendAsync(harness, trial, cancellationToken);
                }
            }

            await harness.CompleteAsync(cancellationToken);
        }
        catch (IOException)
        {
            // The container ended. Its output ends too, and the reader decides what that means.
        }
    }

    private static Task SendAsync(HarnessRun harness, Trial trial, CancellationToken cancellationToken) =>
        harness.RequestAsync(new { number = trial.Number, edits = trial.Patch.Edits }, cancellationToken);

    private static CandidateVerdict Verdict(Trial trial, HarnessMessage message) => new(
        trial.Number,
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
