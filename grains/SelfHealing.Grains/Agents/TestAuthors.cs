using SelfHealing.Agents;
using SelfHealing.Models;
using SelfHealing.Repair.Proofs;
using SelfHealing.Repairs;
using SelfHealing.Toolchains;

namespace SelfHealing.Grains.Agents;

/// <summary>Has a reproduction test written by one model, tried on the unchanged program, and judged by another model.</summary>
internal sealed class TestAuthors(IEnumerable<ITestWriterModel> writers, RolePanel panel)
{
    private const int LongestSource = 100_000;

    /// <summary>The test, or why there is none.</summary>
    public async Task<WrittenTest> WriteAsync(
        string model, TestWritingTask task, IToolchain toolchain, ReproductionRuns runs, CancellationToken cancellationToken)
    {
        if (writers.FirstOrDefault(w => w.Name == model) is not { } writer)
        {
            return None($"the model '{model}' is not configured any more");
        }

        try
        {
            var test = await panel.AskAsync(model, task.Report, limit => writer.WriteTestAsync(task, limit), cancellationToken) with { Id = ReproductionTest.IdOf(model), Model = model };
            if (test.Source.Length is 0 or > LongestSource)
            {
                return None($"its test has {test.Source.Length} characters; from 1 to {LongestSource} are allowed");
            }

            var run = await runs.RunOnBaseAsync(test, cancellationToken);
            return run.ExitCode == 0 ? None("its test passes on the unchanged program, so it does not show the fault")
                : ScriptFailures.OwnError(run.Output, toolchain.ScriptName) is { } own ? None($"its test fails by itself: {own}")
                : new WrittenTest(test with { Review = await ReviewAsync(task, test, cancellationToken) }, FailsOnBase: true, Abstained: null);
        }
        catch (ModelException e)
        {
            return None(e.Message);
        }
    }

    // Whoever wrote a test is no judge of it.
    private async Task<Review?> ReviewAsync(TestWritingTask task, ReproductionTest test, CancellationToken cancellationToken)
    {
        foreach (var reviewer in panel.Reviewers(task.Report).Where(r => r.Name != test.Model))
        {
            try
            {
                return await panel.AskAsync(reviewer.Name, task.Report, limit => reviewer.ReviewTestAsync(task, test, limit), cancellationToken);
            }
            catch (ModelException)
            {
                // It abstains, and the next one is asked; its call is on record.
            }
        }

        return null;
    }

    private static WrittenTest None(string reason) => new(null, FailsOnBase: false, reason);
}
