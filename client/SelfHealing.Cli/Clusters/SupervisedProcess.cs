using SelfHealing.Cli.Terminals;
using SelfHealing.Repair.Supervision;

namespace SelfHealing.Cli.Clusters;

/// <summary>A process of the cluster that is started again whenever it dies.</summary>
/// <param name="name">Its name.</param>
/// <param name="place">Its address and how it is started; asked anew for every start.</param>
/// <param name="probe">Asks how it is.</param>
/// <param name="time">The clock.</param>
/// <param name="tell">Told what happens to it.</param>
internal sealed class SupervisedProcess(string name, Func<ProcessPlace> place, HealthProbe probe, TimeProvider time, Action<Happening> tell) : IDisposable
{
    /// <summary>A process that was ready and says nothing for so long hangs, and is killed.</summary>
    private static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private ChildProcess? _child;
    private CancellationTokenSource _probing = new();
    private Restart _restart = Restart.Fresh;
    private ProcessPlace? _place;
    private string? _health;
    private long _since = time.GetTimestamp();
    private long? _readySince;
    private long _heardAt;

    public string Name => name;

    public ProcessState State { get; private set; } = ProcessState.Waiting;

    /// <summary>Whether it was ever ready for work.</summary>
    public bool WasReady { get; private set; }

    /// <summary>How often it has died without having been asked to stop.</summary>
    public int Deaths { get; private set; }

    /// <summary>Why it died last, in a sentence.</summary>
    public string LastDeath { get; private set; } = "";

    public ProcessPlace? Place => _place;

    public int? ProcessId => IsRunning ? _child?.Id : null;

    /// <summary>Completes when the running process ends; never while none runs.</summary>
    public Task Exited => _child?.Exited ?? Task.Delay(Timeout.InfiniteTimeSpan, CancellationToken.None);

    private bool IsRunning => State is ProcessState.Starting or ProcessState.Ready or ProcessState.Unwell or ProcessState.Stopping;

    /// <summary>How it is now.</summary>
    public ProcessSnapshot Look()
    {
        lock (_gate)
        {
            return new ProcessSnapshot(name, State, ProcessId, _place?.Address ?? new Uri("http://127.0.0.1/"), _health, time.GetElapsedTime(_since), Deaths);
        }
    }

    /// <summary>Starts it.</summary>
    public void Start()
    {
        lock (_gate)
        {
            _place = place();
            _child = ChildProcess.Start(_place.Arguments, _place.Environment, _place.Output);
            _probing = new CancellationTokenSource();
            _readySince = null;
            _heardAt = time.GetTimestamp();
            Become(ProcessState.Starting, null);
        }

        _ = ProbeAsync(_child, _probing.Token);
    }

    /// <summary>Takes note of an end, and starts it again when its time has come.</summary>
    /// <returns>True when it had died just now.</returns>
    public bool Tend()
    {
        var hasDied = false;
        lock (_gate)
        {
            if (_child is { Exited.IsCompleted: true } ended)
            {
                hasDied = State != ProcessState.Stopping;
                TakeNoteOfEnd(ended);
            }
            else if (_readySince is not null && State != ProcessState.Stopping && time.GetElapsedTime(_heardAt) > LongestSilence)
            {
                Tell($"{name} has not answered for {LongestSilence.TotalSeconds:0} seconds: killing it.");
                _child?.Kill();
            }
        }

        if (State == ProcessState.Waiting && _child is null && (Deaths == 0 || time.GetElapsedTime(_since) >= _restart.Delay))
        {
            Start();
        }

        return hasDied;
    }

    /// <summary>Asks it to stop in good order.</summary>
    public void AskToStop()
    {
        lock (_gate)
        {
            if (IsRunning)
            {
                Become(ProcessState.Stopping, null);
                _child!.AskToStop();
            }
            else
            {
                Become(ProcessState.Stopped, null);
            }
        }
    }

    public void Kill() => _child?.Kill();

    public void Dispose()
    {
        _probing.Cancel();
        _probing.Dispose();
        _child?.Dispose();
    }

    private void TakeNoteOfEnd(ChildProcess ended)
    {
        _probing.Cancel();
        _child = null;
        if (State == ProcessState.Stopping)
        {
            Become(ProcessState.Stopped, null);
            Tell($"{name} has stopped.");
        }
        else
        {
            Deaths++;
            _restart = RestartPolicy.AfterDeath(_restart, _readySince is { } since ? time.GetElapsedTime(since) : null);
            LastDeath = Cause(ended);
            var next = _restart.Delay > TimeSpan.Zero ? $"starting it again in {Figures.Duration(_restart.Delay)}" : "starting it again";
            var loop = _restart.IsLooping ? $" It has died {_restart.EarlyDeaths} times in a row; what it printed is in {ended.Output}." : "";
            Become(ProcessState.Waiting, $"{LastDeath}; {next}");
            Tell($"{name} died ({LastDeath}); {next}.{loop}");
        }

        ended.Dispose();
    }

    private static string Cause(ChildProcess ended)
    {
        // The runtime tells a death by a signal as 128 and the signal's number.
        var code = ended.ExitCode > 128 ? $"signal {ended.ExitCode - 128}" : $"exit code {ended.ExitCode}";
        return ended.ExitCode <= 128 && SafeText.Line(ended.LastWords(), 400) is { Length: > 0 } words ? $"{code}: {words.TrimEnd('.')}" : code;
    }

    private async Task ProbeAsync(ChildProcess child, CancellationToken cancellationToken)
    {
        using var beat = new PeriodicTimer(Beat, time);
        try
        {
            do
            {
                var answer = await probe.AskAsync(_place!.Address, cancellationToken);
                lock (_gate)
                {
                    if (_child == child && State is ProcessState.Starting or ProcessState.Ready or ProcessState.Unwell)
                    {
                        Take(answer);
                    }
                }
            }
            while (await beat.WaitForNextTickAsync(cancellationToken));
        }
        catch (OperationCanceledException)
        {
            // It has ended.
        }
    }

    private void Take(HealthAnswer answer)
    {
        _heardAt = answer.Answers ? time.GetTimestamp() : _heardAt;
        switch (answer.IsReady, State)
        {
            case (true, not ProcessState.Ready):
                _readySince ??= time.GetTimestamp();
                WasReady = true;
                Become(ProcessState.Ready, null);
                Tell($"{name} is ready at {_place!.Address.GetLeftPart(UriPartial.Authority)}.");
                break;
            case (false, ProcessState.Ready):
                Become(ProcessState.Unwell, answer.Text);
                Tell($"{name} is not ready any more: {answer.Text}");
                break;
            case (false, ProcessState.Unwell) or (false, ProcessState.Starting):
                _health = answer.Answers ? answer.Text : _health;
                break;
        }
    }

    private void Become(ProcessState state, string? health)
    {
        (State, _health) = (state, health);
        _since = time.GetTimestamp();
    }

    private void Tell(string text) => tell(new Happening("process", text) { Name = name, State = State, ProcessId = ProcessId, Address = _place?.Address });
}

/// <summary>Where a process is reached and how it is started.</summary>
/// <param name="Address">Where it serves HTTP.</param>
/// <param name="Arguments">The arguments of this program.</param>
/// <param name="Environment">What its environment has besides ours.</param>
/// <param name="Output">The file for what it prints.</param>
internal sealed record ProcessPlace(Uri Address, IReadOnlyList<string> Arguments, IReadOnlyDictionary<string, string> Environment, string Output);
