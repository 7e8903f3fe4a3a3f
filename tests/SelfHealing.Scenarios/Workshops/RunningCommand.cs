using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace SelfHealing.Scenarios.Workshops;

/// <summary>The real command in a process group of its own, as a shell would start it.</summary>
internal sealed class RunningCommand : IAsyncDisposable
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(8);

    private readonly Process _process;
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly Lock _gate = new();
    private readonly StringBuilder _output = new();
    private readonly StringBuilder _error = new();
    private readonly List<(string Words, TaskCompletionSource Seen)> _expected = [];

    private RunningCommand(Process process) => _process = process;

    /// <summary>Its process id, which is the id of its group too.</summary>
    public int Id => _process.Id;

    /// <summary>Starts a program.</summary>
    public static RunningCommand Start(IReadOnlyDictionary<string, string?> environment, string folder, params IEnumerable<string> command)
    {
        // setsid gives the program a process group of its own and becomes it, so that signals reach what a terminal's would.
        var start = new ProcessStartInfo("setsid", command)
        {
            RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true, UseShellExecute = false, WorkingDirectory = folder,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        var running = new RunningCommand(new Process { StartInfo = start });
        running._process.OutputDataReceived += (_, line) => running.Take(line.Data, running._output);
        running._process.ErrorDataReceived += (_, line) => running.Take(line.Data, running._error);
        running._process.Start();
        running._process.StandardInput.Close();
        running._process.BeginOutputReadLine();
        running._process.BeginErrorReadLine();
        return running;
    }

    /// <summary>Waits until a line with the words was printed after all that has been printed until now.</summary>
    public Task WaitForNextAsync(string words, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return WaitAsync(words, Expect(words), cancellationToken);
        }
    }

    /// <summary>Waits until a line with the words was printed, on either stream.</summary>
    public async Task WaitForAsync(string words, CancellationToken cancellationToken)
    {
        TaskCompletionSource seen;
        lock (_gate)
        {
            if (_error.ToString().Contains(words, StringComparison.Ordinal) || _output.ToString().Contains(words, StringComparison.Ordinal))
            {
                return;
            }

            seen = Expect(words);
        }

        await WaitAsync(words, seen, cancellationToken);
    }

    private TaskCompletionSource Expect(string words)
    {
        var seen = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _expected.Add((words, seen));
        return seen;
    }

    private async Task WaitAsync(string words, TaskCompletionSource seen, CancellationToken cancellationToken)
    {
        var ended = _process.WaitForExitAsync(cancellationToken);
        if (await Task.WhenAny(seen.Task, ended).WaitAsync(Longest, cancellationToken) != seen.Task && !seen.Task.IsCompleted)
        {
            throw new InvalidOperationException($"The command ended before it said '{words}'.\n{Snapshot()}");
        }
    }

    /// <summary>Waits until the command has ended.</summary>
    public async Task<CommandResult> EndAsync(CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Longest);
        try
        {
            await _process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException late) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"The command did not end within {Longest.TotalMinutes} minutes.\n{Snapshot()}", late);
        }

        return Snapshot();
    }

    /// <summary>Sends Ctrl+C to the command and everything that it started.</summary>
    public void Interrupt()
    {
        using var kill = Process.Start("kill", ["-INT", "--", string.Create(CultureInfo.InvariantCulture, $"-{Id}")]);
        kill.WaitForExit();
    }

    /// <summary>kill -9 of the command alone.</summary>
    public void Kill() => _process.Kill();

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync(CancellationToken.None);
        }

        _process.Dispose();
    }

    private CommandResult Snapshot()
    {
        lock (_gate)
        {
            return new CommandResult(_process.HasExited ? _process.ExitCode : -1, _output.ToString(), _error.ToString(), _clock.Elapsed);
        }
    }

    private void Take(string? line, StringBuilder text)
    {
        if (line is null)
        {
            return;
        }

        lock (_gate)
        {
            text.AppendLine(line);
            foreach (var (_, seen) in _expected.Where(e => line.Contains(e.Words, StringComparison.Ordinal)))
            {
                seen.TrySetResult();
            }
        }
    }
}
