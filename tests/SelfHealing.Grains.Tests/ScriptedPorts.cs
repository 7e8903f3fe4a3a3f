using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using SelfHealing.Admission;
using SelfHealing.Agents;
using SelfHealing.Incidents;
using SelfHealing.Models;
using SelfHealing.Repair.Admission;
using SelfHealing.Repair.Incidents;
using SelfHealing.Repairs;
using SelfHealing.Repositories;
using SelfHealing.Sandboxes;
using SelfHealing.Storage;
using SelfHealing.Toolchains;

namespace SelfHealing.Grains.Tests;

/// <summary>The world behind the grains, scripted by the report's repository name, and what was asked of it.</summary>
internal sealed class ScriptedWorld
{
    public ConcurrentQueue<string> Calls { get; } = new();

    /// <summary>Blocks the searches of an incident, or of all (<c>*</c>), while it is not set; set from the start.</summary>
    public ConcurrentDictionary<string, TaskCompletionSource> Gates { get; } = new(StringComparer.Ordinal);

    public ConcurrentDictionary<string, int> Faults { get; } = new(StringComparer.Ordinal);

    /// <summary>Lets the searches of an incident go on, those that wait already too.</summary>
    public void Open(string incident)
    {
        if (Gates.TryRemove(incident, out var gate))
        {
            gate.SetResult();
        }
    }

    public int Count(string call) => Calls.Count(c => c == call);

    public void FaultOnce(string call)
    {
        Calls.Enqueue(call);
        if (Faults.AddOrUpdate(call, 0, (_, left) => left - 1) is var left && left > 0)
        {
            throw new SandboxException($"{call} failed for a reason outside the fix.");
        }
    }
}

internal sealed class ScriptedRepositories(ScriptedWorld world) : IRepositories
{
    public Task<Checkout> CheckOutAsync(string incident, IncidentReport report, IProgress<string> progress, CancellationToken cancellationToken)
    {
        world.Calls.Enqueue($"checkout {incident}");
        return report.Repository.Contains("missing", StringComparison.Ordinal)
            ? throw new RepositoryException($"{report.Repository} is not a git repository.", isUserError: true)
            : Task.FromResult(new Checkout("c0ffee", (stream, ct) => stream.WriteAsync(new byte[1024], ct).AsTask()));
    }

    public Task<byte[]?> ReadFileAsync(Workspace workspace, string path, CancellationToken cancellationToken)
    {
        world.FaultOnce($"read {workspace.Incident}");
        return Task.FromResult<byte[]?>(path.EndsWith(".py", StringComparison.Ordinal) ? Encoding.UTF8.GetBytes("def f(x):\n    return x + 1\n") : null);
    }

    public Task<Deployment> PublishAsync(string incident, IncidentReport report, Publication publication, CancellationToken cancellationToken)
    {
        world.FaultOnce($"publish {incident}");
        return Task.FromResult(new Deployment($"selfheal/{incident}", "abc", "origin", PullRequest: null));
    }
}

internal sealed class ScriptedImages : ISandboxImages
{
    public Task<string?> FindAsync(string recipe, CancellationToken cancellationToken) => Task.FromResult<string?>(recipe);

    public Task<string> EnsureAsync(string recipe, IProgress<string> progress, CancellationToken cancellationToken) => Task.FromResult($"{recipe}:1");

    public Task<string> EnsureReferenceAsync(string image, IProgress<string> progress, CancellationToken cancellationToken) => Task.FromResult(image);

    public Task<string> EnsureSetUpAsync(string baseImage, ImageSetUp setUp, IProgress<string> progress, CancellationToken cancellationToken) =>
        Task.FromResult($"{baseImage}-{setUp.Key}");
}

internal sealed class ScriptedToolchain(ScriptedWorld world) : IToolchain
{
    public string ScriptName => "selfheal_reproduction.py";

    public string ScriptCommand => "python3 selfheal_reproduction.py";

    public Task<IReadOnlyList<PatchForm>> DescribeAsync(Workspace workspace, IReadOnlyList<Patch> patches, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    /// <summary>The shell that it opens.</summary>
    public IRepositoryShell? Shell { get; init; }

    public Task<IRepositoryShell> OpenShellAsync(Workspace workspace, TimeSpan lifetime, CancellationToken cancellationToken) =>
        Task.FromResult(Shell ?? throw new NotSupportedException());

    public string Language => "python";

    public string ImageRecipe => "python";

    public IReadOnlyList<string> LockFiles => ["requirements.txt"];

    public Task<TestRun> RunTestsAsync(Workspace workspace, Patch? patch, TimeSpan timeout, CancellationToken cancellationToken)
    {
        world.FaultOnce($"{(patch is null ? "baseline" : "proof")} {workspace.Incident}");
        var isGreen = patch is not null || workspace.TestCommand == "green";
        SelfHealing.Toolchains.TestResult[] tests = [new("t::a", isGreen ? TestOutcome.Passed : TestOutcome.Failed, 0.01, isGreen ? null : "AssertionError: 1 != 2"), new("t::b", TestOutcome.Passed, 0.01, Error: null)];
        return Task.FromResult(new TestRun(isGreen ? 0 : 1, tests, "", 0.1, Fault: null));
    }

    public Task<EditSpace> ExploreAsync(Workspace workspace, Baseline baseline, ExplorationLimits limits, CancellationToken cancellationToken) =>
        Task.FromResult(new EditSpace([], [new Suspicion("a.py", 2, "f", 1)]));

    public async IAsyncEnumerable<CandidateVerdict> EvaluateAsync(
        Workspace workspace, Baseline baseline, IAsyncEnumerable<Trial> trials, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var trial in trials.WithCancellation(cancellationToken))
        {
            yield return new CandidateVerdict(trial.Number, TrialVerdict.Failed, 0, 0, "t::a");
        }
    }

    public Task<BehaviourReport> ObserveAsync(
        Workspace workspace, Baseline baseline, IReadOnlyList<Candidate> candidates, int seed, CancellationToken cancellationToken) =>
        Task.FromResult(new BehaviourReport([.. candidates.GroupBy(c => c.NormalForm).Select(g => new BehaviourCluster([.. g.Select(c => c.Id)], 0, 1))], 10, "f(1)"));
}

/// <summary>A voter whose name says what it does.</summary>
internal sealed class ScriptedModel(string name, ScriptedWorld world) : ICoderModel
{
    public string Name => name;

    public string Description => "A scripted voter.";

    public async Task<SearchReport> SearchAsync(CodingTask task, IProgress<SearchProgress> progress, CancellationToken cancellationToken)
    {
        world.FaultOnce($"search {name} {task.Workspace.Incident}");
        progress.Report(new SearchProgress(1, 2, 0));
        if (world.Gates.TryGetValue(task.Workspace.Incident, out var gate) || world.Gates.TryGetValue("*", out gate))
        {
            await gate.Task.WaitAsync(cancellationToken);
        }

        if (name == "endless:chat")
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            world.Calls.Enqueue($"stopped {name} {task.Workspace.Incident}");
            cancellationToken.ThrowIfCancellationRequested();
        }

        return name switch
        {
            "broken" => throw new InvalidOperationException("The vendor answered with a poem."),
            "silent" => new SearchReport(5, 5, 0, [], [], "nothing that it tried passed"),
            _ => new SearchReport(5, 5, 1, [Candidate(task)], [], Abstained: null),
        };
    }

    private Candidate Candidate(CodingTask task) => new()
    {
        Id = $"r{task.Round}-{name}-1",
        Voter = name,
        Patch = new Patch([new TextEdit("a.py", 25, 1, "2")]),
        Diff = "-    return x + 1\n+    return x + 2",
        NormalForm = "same",
        Operators = ["literal"],
        Rank = 1,
        Score = 1,
        Size = 1,
    };
}

internal sealed class MemoryArtifacts : IArtifacts, IArtifactRemoval
{
    private readonly ConcurrentDictionary<string, byte[]> _contents = new(StringComparer.Ordinal);

    public async Task<string> PutAsync(Stream content, CancellationToken cancellationToken)
    {
        using var copy = new MemoryStream();
        await content.CopyToAsync(copy, cancellationToken);
        var name = Convert.ToHexStringLower(SHA256.HashData(copy.ToArray()));
        _contents[name] = copy.ToArray();
        return name;
    }

    public Task<Stream> OpenAsync(string name, CancellationToken cancellationToken) => Task.FromResult<Stream>(new MemoryStream(_contents[name]));

    public bool Holds(string name) => _contents.ContainsKey(name);

    public Task RemoveAsync(string name, CancellationToken cancellationToken)
    {
        _contents.TryRemove(name, out _);
        return Task.CompletedTask;
    }
}

/// <summary>A journal that lives as long as the test, with the real one's rules.</summary>
internal sealed class MemoryJournal(TimeProvider time) : IEventJournal, IIncidentIndex
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, List<RecordedEvent>> _events = new(StringComparer.Ordinal);

    public Task<IReadOnlyList<RecordedEvent>> AppendAsync(
        string incident, long expected, IReadOnlyList<RepairEvent> events, CancellationToken cancellationToken)
    {
        Fault(incident, events);
        lock (_lock)
        {
            var history = _events.TryGetValue(incident, out var known) ? known : _events[incident] = [];
            if (history.Count != expected)
            {
                throw new JournalConflictException(incident, expected);
            }

            var recorded = events.Select((e, i) => new RecordedEvent(incident, expected + i + 1, time.GetUtcNow(), e)).ToList();
            history.AddRange(recorded);
            Appends++;
            return Task.FromResult<IReadOnlyList<RecordedEvent>>(recorded);
        }
    }

    /// <summary>Appends so far.</summary>
    public int Appends { get; private set; }

    /// <summary>Asked before each append; what it throws is what the append throws.</summary>
    public Action<string, IReadOnlyList<RepairEvent>> Fault { get; set; } = (_, _) => { };

    public async IAsyncEnumerable<IncidentEntry> ReadOpenAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        List<IncidentState> all;
        lock (_lock)
        {
            all = [.. _events.Values.Select(IncidentState.Fold)];
        }

        await Task.CompletedTask;
        foreach (var state in all.Where(s => s.End is null))
        {
            yield return IncidentEntries.Of(state.Id, state.Report!, state.SubmittedAt, state.IsAdmitted);
        }
    }

    public Task<IReadOnlyList<string>> WhichAreOverAsync(IReadOnlyList<string> incidents, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult<IReadOnlyList<string>>([.. incidents.Where(i => !_events.TryGetValue(i, out var known) || IncidentState.Fold(known).End is not null)]);
        }
    }

    public Task<IReadOnlyList<string>> DuplicatesOfAsync(string incident, int limit, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult<IReadOnlyList<string>>(
                [.. _events.Values.Where(h => h.Any(e => e.Event is Duplicated { Of: var of } && of == incident)).Select(h => h[0].Incident).Take(limit)]);
        }
    }

    public async IAsyncEnumerable<RecordedEvent> ReadAsync(string incident, long after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        List<RecordedEvent> snapshot;
        lock (_lock)
        {
            snapshot = _events.TryGetValue(incident, out var known) ? [.. known.Where(e => e.Sequence > after)] : [];
        }

        await Task.CompletedTask;
        foreach (var recorded in snapshot)
        {
            yield return recorded;
        }
    }

    public Task<IReadOnlyList<string>> ListAsync(bool open, int limit, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult<IReadOnlyList<string>>([.. _events.Keys.Take(limit)]);
        }
    }
}
