using System.Runtime.CompilerServices;
using SelfHealing.Repairs;
using SelfHealing.Sandboxes;
using SelfHealing.Storage;

namespace SelfHealing.Toolchains.Python;

/// <summary>Python: pytest and unittest test by test, any other command by its exit code and the JUnit XML it writes.</summary>
/// <remarks>Each mode is one container; the work in it is done by the harness beside this class.</remarks>
public sealed class PythonToolchain(ISandbox sandbox, IArtifacts artifacts) : IToolchain
{
    private static readonly TimeSpan _grace = TimeSpan.FromSeconds(30);

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
        var header = new HarnessHeader("run", workspace.TestCommand, workspace.Subdirectory, timeout.TotalSeconds)
        {
            Patch = patch?.Edits,
            TestSeconds = Math.Clamp(timeout.TotalSeconds / 4, 1, 6),
        };
        await using var harness = await StartAsync(workspace, header, timeout + _grace, cancellationToken);
        await harness.CompleteAsync(cancellationToken);
        return await TestRuns.ReadAsync(harness, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<EditSpace> ExploreAsync(Workspace workspace, Baseline baseline, ExplorationLimits limits, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        ArgumentNullException.ThrowIfNull(baseline);
        ArgumentNullException.ThrowIfNull(limits);
        var header = Header("explore", workspace, baseline) with { CommandSeconds = 10 + (3 * baseline.Seconds) };
        await using var harness = await StartAsync(workspace, header, TimeSpan.FromMinutes(10), cancellationToken);
        return await Exploration.ReadAsync(harness, limits, cancellationToken);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<CandidateVerdict> EvaluateAsync(
        Workspace workspace, Baseline baseline, IAsyncEnumerable<Trial> trials, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        ArgumentNullException.ThrowIfNull(baseline);
        using var batch = new Batch(
            token => StartAsync(workspace, Header("evaluate", workspace, baseline), TimeSpan.FromHours(2), token));
        await foreach (var verdict in batch.EvaluateAsync(trials, cancellationToken))
        {
            yield return verdict;
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

        var header = Header("observe", workspace, baseline) with { Seed = seed };
        await using var harness = await StartAsync(workspace, header, TimeSpan.FromMinutes(10), cancellationToken);
        return await Observation.ReadAsync(harness, candidates, cancellationToken);
    }

    private static HarnessHeader Header(string mode, Workspace workspace, Baseline baseline) =>
        new(mode, workspace.TestCommand, workspace.Subdirectory, 300)
        {
            Failing = baseline.FailToPass,
            Passing = baseline.PassToPass,
            BaselineSeconds = baseline.Seconds,
        };

    private Task<HarnessRun> StartAsync(Workspace workspace, HarnessHeader header, TimeSpan timeout, CancellationToken cancellationToken) =>
        HarnessRun.StartAsync(sandbox, artifacts, workspace, header, timeout, cancellationToken);
}
