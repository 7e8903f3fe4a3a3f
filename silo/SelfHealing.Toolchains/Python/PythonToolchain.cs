using System.Runtime.CompilerServices;
using SelfHealing.Repair.Revisions;
using SelfHealing.Repairs;
using SelfHealing.Sandboxes;
using SelfHealing.Storage;

namespace SelfHealing.Toolchains.Python;

/// <summary>Python: pytest and unittest test by test, any other command by its exit code and the JUnit XML it writes.</summary>
/// <remarks>
/// A run of the test command has a container of its own. A search shares one: exploring, trying and observing ask the same harness, which
/// imports the project and collects its tests once.
/// </remarks>
public sealed class PythonToolchain : IToolchain, IAsyncDisposable
{
    private static readonly TimeSpan _grace = TimeSpan.FromSeconds(30);

    private readonly ISandbox _sandbox;
    private readonly IArtifacts _artifacts;
    private readonly HarnessPool _pool;
    private readonly Batches _batches;

    /// <summary>A toolchain that runs everything in this sandbox.</summary>
    public PythonToolchain(ISandbox sandbox, IArtifacts artifacts, TimeProvider time)
    {
        (_sandbox, _artifacts) = (sandbox, artifacts);
        _pool = new HarnessPool(sandbox, artifacts, time);
        _batches = new Batches(_pool, time);
    }

    /// <inheritdoc/>
    public string Language => "python";

    /// <inheritdoc/>
    public string ImageRecipe => "python";

    /// <inheritdoc/>
    public IReadOnlyList<string> LockFiles { get; } =
        ["requirements.txt", "requirements-dev.txt", "pyproject.toml", "setup.py", "setup.cfg", "poetry.lock", "Pipfile.lock", "uv.lock", "tox.ini"];

    /// <inheritdoc/>
    public async Task<TestRun> RunTestsAsync(Workspace workspace, Patch? patch, TimeSpan timeout, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        _pool.Close(workspace.Incident);
        var header = new HarnessHeader("run", workspace.TestCommand, workspace.Subdirectory, timeout.TotalSeconds)
        {
            Patch = patch?.Edits,
            // A run that may take very long holds tests that take long: a minute in an hour.
            TestSeconds = Math.Max(Math.Clamp(timeout.TotalSeconds / 4, 1, 6), timeout.TotalSeconds / 60),
        };
        await using var harness = await HarnessRun.StartAsync(_sandbox, _artifacts, workspace, header, timeout + _grace, cancellationToken);
        await harness.CompleteAsync(cancellationToken);
        return await TestRuns.ReadAsync(harness, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<EditSpace> ExploreAsync(Workspace workspace, Baseline baseline, ExplorationLimits limits, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        ArgumentNullException.ThrowIfNull(baseline);
        ArgumentNullException.ThrowIfNull(limits);
        if (baseline.FailToPass.Count == 0)
        {
            // Without a failing test coverage tells nothing, and no edit could be seen to help.
            return new EditSpace([], []);
        }

        await using var lease = await _pool.RentAsync(workspace, baseline, cancellationToken);
        var space = await Exploration.ReadAsync(lease.Run, limits, cancellationToken);
        lease.Keep();
        return space;
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<CandidateVerdict> EvaluateAsync(
        Workspace workspace, Baseline baseline, IAsyncEnumerable<Trial> trials, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        ArgumentNullException.ThrowIfNull(baseline);
        var batch = _batches.Join(workspace, baseline);
        try
        {
            await foreach (var verdict in batch.EvaluateAsync(trials, cancellationToken))
            {
                yield return verdict;
            }
        }
        finally
        {
            _batches.Leave(batch);
        }
    }

    /// <inheritdoc/>
    public async Task<BehaviourReport> ObserveAsync(
        Workspace workspace, Baseline baseline, IReadOnlyList<Candidate> candidates, int seed, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        ArgumentNullException.ThrowIfNull(baseline);
        ArgumentNullException.ThrowIfNull(candidates);
        if (candidates.Count == 0)
        {
            return new BehaviourReport([], 0, null);
        }

        await using var lease = await _pool.RentAsync(workspace, baseline, cancellationToken);
        var report = await Observation.ReadAsync(lease.Run, candidates, seed, cancellationToken);
        lease.Keep();
        return report;
    }

    /// <inheritdoc/>
    public string ScriptName => "selfheal_reproduction.py";

    /// <inheritdoc/>
    public string ScriptCommand => "python3 selfheal_reproduction.py";

    /// <inheritdoc/>
    public async Task<IReadOnlyList<PatchForm>> DescribeAsync(Workspace workspace, IReadOnlyList<Patch> patches, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        ArgumentNullException.ThrowIfNull(patches);
        if (patches.Count == 0)
        {
            return [];
        }

        await using var archive = await _artifacts.OpenAsync(workspace.Archive, cancellationToken);
        var files = await RevisionArchive.ReadAsync(archive, patches.SelectMany(p => p.Edits).Select(e => e.Path), cancellationToken);
        await using var lease = await _pool.RentAsync(workspace, cancellationToken);
        var forms = await Description.ReadAsync(lease.Run, files, patches, cancellationToken);
        lease.Keep();
        return forms;
    }

    /// <inheritdoc/>
    public async Task<IRepositoryShell> OpenShellAsync(Workspace workspace, TimeSpan lifetime, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        return await RepositoryShell.OpenAsync(_sandbox, new OpenArchive(_artifacts, workspace.Archive), workspace, lifetime, cancellationToken);
    }

    /// <summary>Ends the containers that searches left.</summary>
    public async ValueTask DisposeAsync()
    {
        await _batches.DisposeAsync();
        await _pool.DisposeAsync();
    }
}
