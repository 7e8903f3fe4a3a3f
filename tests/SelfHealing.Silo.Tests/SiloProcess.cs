using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.RegularExpressions;
using CliWrap;

namespace SelfHealing.Silo.Tests;

/// <summary>A silo of a cluster in a process of its own, with the given variables and nothing of this process's Orleans settings.</summary>
internal sealed partial class SiloProcess : IAsyncDisposable
{
    private readonly ConcurrentQueue<string> _lines = new();
    private readonly TaskCompletionSource<Uri> _address = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _kill = new();
    private CommandTask<CommandResult>? _run;

    private SiloProcess()
    {
    }

    public HttpClient Http { get; } = new();

    public int Id => _run!.ProcessId;

    /// <summary>What it printed.</summary>
    public string Output => string.Join('\n', _lines);

    public static async Task<SiloProcess> StartAsync(IReadOnlyDictionary<string, string> variables)
    {
        var silo = new SiloProcess();
        silo._run = Cli.Wrap(Environment.ProcessPath!)
            .WithArguments(["silo"])
            .WithEnvironmentVariables(variables.ToDictionary(v => v.Key, string? (v) => v.Value, StringComparer.Ordinal))
            .WithStandardOutputPipe(PipeTarget.ToDelegate(silo.Hear))
            .WithStandardErrorPipe(PipeTarget.ToDelegate(silo.Hear))
            .WithValidation(CommandResultValidation.None)
            .ExecuteAsync(silo._kill.Token);
        var ended = silo._run.Task;
        if (await Task.WhenAny(silo._address.Task, ended) == ended)
        {
            throw new InvalidOperationException($"The silo did not start:\n{silo.Output}");
        }

        silo.Http.BaseAddress = await silo._address.Task;
        return silo;
    }

    public async Task IsReadyAsync()
    {
        while (true)
        {
            using var health = await Http.GetAsync("/health", TestContext.Current.CancellationToken);
            if (health.IsSuccessStatusCode)
            {
                return;
            }

            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Asks it to stop as a service is asked; returns its exit code.</summary>
    public async Task<int> StopAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", Id.ToString()]);
        await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (await _run!).ExitCode;
    }

    /// <summary>Kills it as a machine that fails would.</summary>
    public async Task KillAsync()
    {
        await _kill.CancelAsync();
        await ((Task)_run!.Task).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        Http.Dispose();
        _kill.Dispose();
    }

    private void Hear(string line)
    {
        _lines.Enqueue(line);
        if (Listening.Match(line) is { Success: true } match)
        {
            _address.TrySetResult(new Uri(match.Groups["address"].Value));
        }
    }

    [GeneratedRegex(@"Now listening on: (?<address>http://\S+)", RegexOptions.NonBacktracking)]
    private static partial Regex Listening { get; }
}
