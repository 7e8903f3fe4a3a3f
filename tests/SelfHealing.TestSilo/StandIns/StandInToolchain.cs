using System.Runtime.CompilerServices;
using SelfHealing.Repairs;
using SelfHealing.Toolchains;
using TestResult = SelfHealing.Toolchains.TestResult;

namespace SelfHealing.TestSilo.StandIns;

/// <summary>A sandbox that answers after a fixed time and uses no processor meanwhile.</summary>
/// <remarks>Every candidate looks plausible in its voter's own trial, and the clean checkout refuses those of the first round: so every round has its reviews and proofs.</remarks>
internal sealed class StandInToolchain(StandInSettings settings, SideEffects effects, ContainerRun containers) : IToolchain
{
    private static readonly TestResult[] s_failed = [new("t::a", TestOutcome.Failed, 0.01, "AssertionError: 1 != 2"), new("t::b", TestOutcome.Passed, 0.01, Error: null)];
    private static readonly TestResult[] s_passed = [new("t::a", TestOutcome.Passed, 0.01, Error: null), new("t::b", TestOutcome.Passed, 0.01, Error: null)];

    public string Language => "python";

    public string ImageRecipe => "python";

    public IReadOnlyList<string> LockFiles => [];

    public string ScriptName => "selfheal_reproduction.py";

    public string ScriptCommand => "python3 selfheal_reproduction.py";

    public async Task<TestRun> RunTestsAsync(Workspace workspace, Patch? patch, TimeSpan timeout, CancellationToken cancellationToken)
    {
        await settings.WorkAsync(cancellationToken);
        if (patch is null)
        {
            // One for each incident is enough to leave behind; what proofs cost besides is not what a cluster adds.
            await containers.RunAsync(workspace.Incident, cancellationToken);
        }

        await effects.RecordAsync(workspace.Incident, patch is null ? "reproduce" : $"test {patch.Edits[0].Replacement}", "test", cancellationToken);
        return BrokenProgram.IsMendedBy(patch) ? new TestRun(0, s_passed, "", 0.1, Fault: null) : new TestRun(1, s_failed, "", 0.1, Fault: null);
    }

    public async Task<EditSpace> ExploreAsync(Workspace workspace, Baseline baseline, ExplorationLimits limits, CancellationToken cancellationToken)
    {
        await settings.WorkAsync(cancellationToken);
        return new EditSpace([], [new Suspicion(BrokenProgram.Path, 2, "f", 1)]);
    }

    public async IAsyncEnumerable<CandidateVerdict> EvaluateAsync(
        Workspace workspace, Baseline baseline, IAsyncEnumerable<Trial> trials, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await settings.WorkAsync(cancellationToken);
        await foreach (var trial in trials.WithCancellation(cancellationToken))
        {
            yield return new CandidateVerdict(trial.Number, TrialVerdict.Plausible, Fixed: 1, Broken: 0, FirstFailure: null);
        }
    }

    public async Task<BehaviourReport> ObserveAsync(
        Workspace workspace, Baseline baseline, IReadOnlyList<Candidate> candidates, int seed, CancellationToken cancellationToken)
    {
        await settings.WorkAsync(cancellationToken);
        return new BehaviourReport([.. candidates.GroupBy(c => c.NormalForm, StringComparer.Ordinal).Select(g => new BehaviourCluster([.. g.Select(c => c.Id)], 0, 1))], 10, "f(1)");
    }

    public Task<IReadOnlyList<PatchForm>> DescribeAsync(Workspace workspace, IReadOnlyList<Patch> patches, CancellationToken cancellationToken) =>
        throw new NotSupportedException("The stand-in for a toolchain describes no patches.");

    public Task<IRepositoryShell> OpenShellAsync(Workspace workspace, TimeSpan lifetime, CancellationToken cancellationToken) =>
        throw new NotSupportedException("The stand-in for a toolchain opens no shell.");
}
