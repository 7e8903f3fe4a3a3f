using SelfHealing.Incidents;
using SelfHealing.Repair.Patches;
using SelfHealing.Repairs;
using SelfHealing.Toolchains;

namespace SelfHealing.Grains.Agents;

/// <summary>Runs reproduction tests in a shell of the sandbox, on the unchanged program or on patched ones.</summary>
internal sealed class ReproductionRuns(IToolchain toolchain, WorkspaceFiles files, IncidentReport report, Workspace workspace, double baselineSeconds = 0)
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan LongestShell = TimeSpan.FromMinutes(60);

    /// <summary>One test on the unchanged program.</summary>
    public async Task<ShellResult> RunOnBaseAsync(ReproductionTest test, CancellationToken cancellationToken)
    {
        await using var shell = await toolchain.OpenShellAsync(workspace, Limit + Longest, cancellationToken);
        return await RunAsync(shell, test, cancellationToken);
    }

    /// <summary>Every test on every candidate, all in one shell.</summary>
    public async Task<IReadOnlyList<TestSignal>> RunAsync(
        IReadOnlyList<ReproductionTest> tests, IReadOnlyList<Candidate> candidates, CancellationToken cancellationToken)
    {
        var (passed, failed) = (tests.ToDictionary(t => t.Id, _ => new List<string>()), tests.ToDictionary(t => t.Id, _ => new List<string>()));
        await using var shell = await toolchain.OpenShellAsync(workspace, LongestShell, cancellationToken);
        foreach (var candidate in candidates)
        {
            foreach (var test in tests)
            {
                await shell.ResetAsync(cancellationToken);
                await PatchAsync(shell, candidate.Patch, cancellationToken);
                var result = await RunAsync(shell, test, cancellationToken);
                (result.ExitCode == 0 ? passed : failed)[test.Id].Add(candidate.Id);
            }
        }

        return [.. tests.Select(t => new TestSignal(t.Id, FailsOnBase: true, passed[t.Id], failed[t.Id]))];
    }

    private TimeSpan Limit => TimeSpan.FromSeconds(Math.Min(60 + (10 * baselineSeconds), Longest.TotalSeconds));

    private string Script => report.Subdirectory.Length == 0 ? toolchain.ScriptName : $"{report.Subdirectory.TrimEnd('/')}/{toolchain.ScriptName}";

    private async Task<ShellResult> RunAsync(IRepositoryShell shell, ReproductionTest test, CancellationToken cancellationToken)
    {
        await shell.WriteAsync(Script, System.Text.Encoding.UTF8.GetBytes(test.Source), cancellationToken);
        return await shell.RunAsync(toolchain.ScriptCommand, Limit, cancellationToken);
    }

    private async Task PatchAsync(IRepositoryShell shell, Patch patch, CancellationToken cancellationToken)
    {
        foreach (var path in patch.Edits.Select(e => e.Path).Distinct(StringComparer.Ordinal))
        {
            var file = await files.ReadAsync(workspace, path, cancellationToken);
            await shell.WriteAsync(path, PatchText.Apply(file, path, patch), cancellationToken);
        }
    }
}
