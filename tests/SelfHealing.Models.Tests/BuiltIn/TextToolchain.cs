using System.Runtime.CompilerServices;
using System.Text;
using SelfHealing.Repair.Patches;
using SelfHealing.Repairs;
using SelfHealing.Toolchains;

namespace SelfHealing.Models.Tests.BuiltIn;

/// <summary>A language whose program is one file of text and whose tests are a function of it.</summary>
internal sealed class TextToolchain(string file, Func<string, TrialVerdict> test) : IToolchain
{
    public string ScriptName => "selfheal_reproduction.py";

    public string ScriptCommand => "python3 selfheal_reproduction.py";

    public Task<IReadOnlyList<PatchForm>> DescribeAsync(Workspace workspace, IReadOnlyList<Patch> patches, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<PatchForm>>([.. patches.Select(p => new PatchForm("program:" + Patched(p), p.Edits.Count, "", "", "", null))]);

    public Task<IRepositoryShell> OpenShellAsync(Workspace workspace, TimeSpan lifetime, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public string Language => "text";

    public string ImageRecipe => "text";

    public IReadOnlyList<string> LockFiles => [];

    public int Pulled { get; private set; }

    public bool IsStopped { get; private set; }

    /// <summary>Awaited before each verdict.</summary>
    public Func<CancellationToken, Task> Pace { get; init; } = _ => Task.CompletedTask;

    public async IAsyncEnumerable<CandidateVerdict> EvaluateAsync(
        Workspace workspace, Baseline baseline, IAsyncEnumerable<Trial> trials, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var trial in trials.WithCancellation(cancellationToken))
            {
                Pulled++;
                await Pace(cancellationToken);
                var patched = Patched(trial.Patch);
                var verdict = test(patched);
                yield return new CandidateVerdict(trial.Number, verdict, patched.Contains("half", StringComparison.Ordinal) ? 1 : 0, 0, null);
            }
        }
        finally
        {
            IsStopped = true;
        }
    }

    public Task<TestRun> RunTestsAsync(Workspace workspace, Patch? patch, TimeSpan timeout, CancellationToken cancellationToken) =>
        throw new NotSupportedException("A search runs no test command.");

    public Task<EditSpace> ExploreAsync(Workspace workspace, Baseline baseline, ExplorationLimits limits, CancellationToken cancellationToken) =>
        throw new NotSupportedException("A search explores nothing.");

    public Task<BehaviourReport> ObserveAsync(
        Workspace workspace, Baseline baseline, IReadOnlyList<Candidate> candidates, int seed, CancellationToken cancellationToken) =>
        throw new NotSupportedException("A search observes nothing.");

    private string Patched(Patch patch) => Encoding.UTF8.GetString(PatchText.Apply(Encoding.UTF8.GetBytes(file), "a.py", patch));
}
