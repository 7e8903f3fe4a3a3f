using SelfHealing.Repair.Incidents;

namespace SelfHealing.Cli.Views;

/// <summary>One stage as far as its events tell.</summary>
internal sealed class StageView(Stage stage)
{
    private readonly HashSet<string> _started = new(StringComparer.Ordinal);
    private TimeSpan? _began;
    private TimeSpan _ended;
    private TimeSpan _earlier;
    private int _finished;

    public Stage Stage { get; } = stage;

    public StageState State { get; private set; }

    /// <summary>What a running step is doing or waiting for.</summary>
    public string Note { get; set; } = "";

    /// <summary>What came of it, in one line.</summary>
    public string Summary { get; set; } = "";

    /// <summary>True once the stage did anything in any round.</summary>
    public bool WasVisited => _began is not null || _earlier > TimeSpan.Zero;

    /// <summary>Time spent in it over all rounds.</summary>
    /// <param name="clock">Working time of the incident until now.</param>
    public TimeSpan Spent(TimeSpan clock) =>
        _earlier + (_began is not { } began ? TimeSpan.Zero : (State == StageState.Running ? clock : _ended) - began);

    public bool Knows(string step) => _started.Contains(step);

    public void Start(string step, TimeSpan clock)
    {
        _began ??= clock;
        _started.Add(step);
        State = StageState.Running;
    }

    public void Finish(string summary, TimeSpan clock)
    {
        _began ??= clock;
        _ended = clock;
        _finished++;
        Summary = summary;
        Note = "";
        State = _finished >= _started.Count ? StageState.Done : StageState.Running;
    }

    public void Fail(string reason, TimeSpan clock)
    {
        _began ??= clock;
        _ended = clock;
        Note = "";
        Summary = reason;
        State = StageState.Failed;
    }

    /// <summary>Makes the stage ready for another round; its time is kept.</summary>
    public void Reset()
    {
        _earlier = Spent(_ended);
        _began = null;
        _finished = 0;
        _started.Clear();
        Note = "";
        Summary = "";
        State = StageState.Waiting;
    }

    /// <summary>Stops a stage that nothing works on any more; what failed stays failed until it is started again.</summary>
    public void Halt(TimeSpan clock)
    {
        if (State == StageState.Running)
        {
            _ended = clock;
            State = _finished > 0 ? StageState.Done : StageState.Waiting;
            Note = "";
        }
    }
}
