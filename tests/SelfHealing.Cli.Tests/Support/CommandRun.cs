using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using SelfHealing.Cli.Commands;
using SelfHealing.Cli.Silos;
using SelfHealing.Cli.Terminals;
using SelfHealing.Client;
using SelfHealing.Incidents;
using Spectre.Console.Testing;

namespace SelfHealing.Cli.Tests.Support;

/// <summary>Runs command lines in this process, with a scripted incident behind them and captured streams.</summary>
internal sealed class CommandRun : ISilos, IDisposable
{
    private readonly TestConsole _out = new TestConsole().Width(200);
    private readonly TestConsole _error = new TestConsole().Width(200);

    public InMemoryJournal Journal { get; } = new();

    public InMemoryArtifacts Artifacts { get; } = new();

    public IReadOnlyList<RecordedEvent> Script { get; set; } = Stories.Fixed();

    public Dictionary<string, ScriptedIncident> Incidents { get; } = new(StringComparer.Ordinal);

    public Action<ScriptedIncident> Prepare { get; set; } = _ => { };

    public Interruption Interruption { get; } = new();

    public Dictionary<string, string> Variables { get; } = new(StringComparer.Ordinal) { ["HOME"] = "/home/ann" };

    public int Opened { get; private set; }

    public bool IsHosted { get; set; } = true;

    public string Out => _out.Output.NormalizeLineEndings();

    public string Error => _error.Output.NormalizeLineEndings();

    /// <summary>Puts an incident into the journal as if an earlier process had worked on it.</summary>
    public CommandRun Earlier(IReadOnlyList<RecordedEvent> history)
    {
        foreach (var recorded in history)
        {
            Journal.Record(recorded);
        }

        return this;
    }

    public Task<int> RunAsync(params string[] arguments) => CommandLine.RunAsync(arguments, new Surroundings(
        new Terminal(_out, _error, IsLive: false),
        new FakeTimeProvider(Stories.Start.AddHours(1)),
        Variables.GetValueOrDefault,
        this,
        (_, _) => Task.FromResult<Storage.IEventJournal?>(Journal),
        _ => Artifacts,
        Interruption));

    public Task<ISiloSession> OpenAsync(string dataFolder, string settingsFolder, IProgress<string> progress, CancellationToken cancellationToken)
    {
        Opened++;
        return Task.FromResult<ISiloSession>(new Session(this));
    }

    public void Dispose()
    {
        _out.Dispose();
        _error.Dispose();
        Interruption.Dispose();
    }

    private ScriptedIncident Find(string id)
    {
        if (!Incidents.TryGetValue(id, out var incident))
        {
            Incidents[id] = incident = new ScriptedIncident(id, Journal, Script);
            Prepare(incident);
        }

        return incident;
    }

    private sealed class Session(CommandRun owner) : ISiloSession
    {
        public ISelfHealingClient Client { get; } = new SelfHealingClient(
            new ScriptedIncidents(owner.Find), Options.Create(new SelfHealingClientOptions { ReopenAttempts = 0 }), TimeProvider.System);

        public IServiceProvider? Services => owner.IsHosted ? new ServiceCollection().BuildServiceProvider() : null;

        public bool MayBeTakenOver => !owner.IsHosted;

        public CancellationToken Lost => CancellationToken.None;

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
