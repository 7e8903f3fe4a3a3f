using SelfHealing.Repairs;
using SelfHealing.Sandboxes;
using SelfHealing.Toolchains;

namespace SelfHealing.Models.Tests.Chat.Shells;

/// <summary>A toolchain whose shells die after some commands.</summary>
internal sealed class BrittleToolchain(IToolchain inner, int commands) : IToolchain
{
    public string Language => inner.Language;

    public string ImageRecipe => inner.ImageRecipe;

    public IReadOnlyList<string> LockFiles => inner.LockFiles;

    public string ScriptName => inner.ScriptName;

    public string ScriptCommand => inner.ScriptCommand;

    public Task<TestRun> RunTestsAsync(Workspace workspace, Patch? patch, TimeSpan timeout, CancellationToken cancellationToken) =>
        inner.RunTestsAsync(workspace, patch, timeout, cancellationToken);

    public Task<EditSpace> ExploreAsync(Workspace workspace, Baseline baseline, ExplorationLimits limits, CancellationToken cancellationToken) =>
        inner.ExploreAsync(workspace, baseline, limits, cancellationToken);

    public IAsyncEnumerable<CandidateVerdict> EvaluateAsync(Workspace workspace, Baseline baseline, IAsyncEnumerable<Trial> trials, CancellationToken cancellationToken) =>
        inner.EvaluateAsync(workspace, baseline, trials, cancellationToken);

    public Task<BehaviourReport> ObserveAsync(
        Workspace workspace, Baseline baseline, IReadOnlyList<Candidate> candidates, int seed, CancellationToken cancellationToken) =>
        inner.ObserveAsync(workspace, baseline, candidates, seed, cancellationToken);

    public Task<IReadOnlyList<PatchForm>> DescribeAsync(Workspace workspace, IReadOnlyList<Patch> patches, CancellationToken cancellationToken) =>
        inner.DescribeAsync(workspace, patches, cancellationToken);

    public async Task<IRepositoryShell> OpenShellAsync(Workspace workspace, TimeSpan lifetime, CancellationToken cancellationToken) =>
        new Shell(await inner.OpenShellAsync(workspace, lifetime, cancellationToken), commands);

    private sealed class Shell(IRepositoryShell inner, int commands) : IRepositoryShell
    {
        private int _left = commands;

        public Task<ShellResult> RunAsync(string command, TimeSpan timeout, CancellationToken cancellationToken) => _left-- > 0
            ? inner.RunAsync(command, timeout, cancellationToken)
            : throw new SandboxException("The container was lost while it ran.");

        public Task WriteAsync(string path, byte[]? content, CancellationToken cancellationToken) => inner.WriteAsync(path, content, cancellationToken);

        public Task ResetAsync(CancellationToken cancellationToken) => inner.ResetAsync(cancellationToken);

        public Task<IReadOnlyList<ShellChange>> ChangesAsync(CancellationToken cancellationToken) => inner.ChangesAsync(cancellationToken);

        public ValueTask DisposeAsync() => inner.DisposeAsync();
    }
}
