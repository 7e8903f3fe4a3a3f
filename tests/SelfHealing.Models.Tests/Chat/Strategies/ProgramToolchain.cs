using System.Runtime.CompilerServices;
using System.Text;
using SelfHealing.Repair.Patches;
using SelfHealing.Repairs;
using SelfHealing.Toolchains;

namespace SelfHealing.Models.Tests.Chat.Strategies;

/// <summary>A language whose program is the text of its files, and whose one test is a function of it: what it prints when it fails, else null.</summary>
internal sealed class ProgramToolchain(IReadOnlyDictionary<string, string> files, Func<string, string?> test) : IToolchain
{
    public string Language => "text";

    public string ImageRecipe => "text";

    public IReadOnlyList<string> LockFiles => [];

    public string ScriptName => "reproduction.txt";

    public string ScriptCommand => "run reproduction.txt";

    /// <summary>Patches that ran, in order.</summary>
    public List<Patch> Ran { get; } = [];

    /// <summary>Awaited before each test run.</summary>
    public Func<CancellationToken, Task> Pace { get; init; } = _ => Task.CompletedTask;

    public Task<IReadOnlyList<PatchForm>> DescribeAsync(Workspace workspace, IReadOnlyList<Patch> patches, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<PatchForm>>([.. patches.Select(Form)]);

    public async Task<TestRun> RunTestsAsync(Workspace workspace, Patch? patch, TimeSpan timeout, CancellationToken cancellationToken)
    {
        await Pace(cancellationToken);
        Ran.Add(patch!);
        var error = test(Patched(patch!));
        return new TestRun(error is null ? 0 : 1, [new Toolchains.TestResult("t", error is null ? TestOutcome.Passed : TestOutcome.Failed, 0.1, error)], "output", 0.1, null);
    }

    public async IAsyncEnumerable<CandidateVerdict> EvaluateAsync(
        Workspace workspace, Baseline baseline, IAsyncEnumerable<Trial> trials, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var trial in trials.WithCancellation(cancellationToken))
        {
            await Pace(cancellationToken);
            Ran.Add(trial.Patch);
            var passes = test(Patched(trial.Patch)) is null;
            yield return new CandidateVerdict(trial.Number, passes ? TrialVerdict.Plausible : TrialVerdict.Failed, passes ? 1 : 0, 0, passes ? null : "t");
        }
    }

    public Task<EditSpace> ExploreAsync(Workspace workspace, Baseline baseline, ExplorationLimits limits, CancellationToken cancellationToken) =>
        throw new NotSupportedException("A chat voter explores nothing.");

    public Task<BehaviourReport> ObserveAsync(
        Workspace workspace, Baseline baseline, IReadOnlyList<Candidate> candidates, int seed, CancellationToken cancellationToken) =>
        throw new NotSupportedException("A chat voter observes nothing.");

    public Task<IRepositoryShell> OpenShellAsync(Workspace workspace, TimeSpan lifetime, CancellationToken cancellationToken) =>
        throw new NotSupportedException("These strategies need no shell.");

    private PatchForm Form(Patch patch)
    {
        var text = Patched(patch);
        return text.Contains("((", StringComparison.Ordinal)
            ? new PatchForm(null, 1, "", "", "", "line 2: '(' is never closed")
            : new PatchForm(string.Concat(text.Where(c => !char.IsWhiteSpace(c))), patch.Edits.Count, "total", "before", "after", null);
    }

    private string Patched(Patch patch) => string.Concat(files.Select(f =>
        Encoding.UTF8.GetString(PatchText.Apply(Encoding.UTF8.GetBytes(f.Value), f.Key, patch))));
}
