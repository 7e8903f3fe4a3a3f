using SelfHealing.Agents;
using SelfHealing.Models;
using SelfHealing.Repairs;
using SelfHealing.Toolchains;

namespace SelfHealing.TestSilo.StandIns;

/// <summary>A voter that answers at once with one patch, tried in the sandbox as every voter's is.</summary>
internal sealed class StandInVoter(int number, IToolchain toolchain) : ICoderModel
{
    public string Name { get; } = $"voter{number}";

    public string Description => "Stands for a model that answers at once.";

    public async Task<SearchReport> SearchAsync(CodingTask task, IProgress<SearchProgress> progress, CancellationToken cancellationToken)
    {
        var candidate = BrokenProgram.CandidateOf(Name, number, task.Round);
        var tested = 0;
        await foreach (var _ in toolchain.EvaluateAsync(task.Workspace, task.Baseline, One(candidate.Patch), cancellationToken))
        {
            tested++;
        }

        return new SearchReport(Generated: 1, tested, Plausible: 1, [candidate], [], Abstained: null);
    }

    private static async IAsyncEnumerable<Trial> One(Patch patch)
    {
        await Task.CompletedTask;
        yield return new Trial(0, patch);
    }
}
