using SelfHealing.Models.Chat.Agents;
using SelfHealing.Models.Chat.Briefings;
using SelfHealing.Models.Chat.Roles;
using SelfHealing.Repair.Agentic;
using SelfHealing.Repairs;

namespace SelfHealing.Models.Chat.Strategies;

/// <summary>One agent finds the root cause, one writes the edits, one reviews them; what the tests and the review say goes back to the writer.</summary>
internal sealed class MultiAgent : IStrategy
{
    /// <summary>Times that edits are written in all.</summary>
    public const int Rounds = 3;

    private const int CallsOfReviews = 16;

    public string Name => "multi-agent";

    public string Description => "a chat model in four roles: root cause, edits, review, and correction with what the tests say";

    public async Task RunAsync(StrategyRun run, CancellationToken cancellationToken)
    {
        var reviews = run.Numbers.Branch(CallsOfReviews);
        var earlier = await Earlier.ShownAsync(run.Task.Earlier, run.Briefing.Files, cancellationToken);
        var plan = await PlanAsync(run, earlier);
        var coder = run.Agent(run.Numbers, run.Model.Options.Temperature);
        var prompt = PromptLibrary.Of("write-edits").Render(run.Briefing.Values().Show("plan", "analysis by another agent", plan).Show("earlier", earlier));
        for (var round = 1; round <= Rounds; round++)
        {
            var written = await run.Writer().WriteAsync(coder, prompt, run.Calls);
            var outcome = written.Patch is null
                ? Refused(run, written.Problem!)
                : await TryAsync(run, reviews, written, round, cancellationToken);
            if (outcome.IsSettled)
            {
                return;
            }

            prompt = PromptLibrary.Of("correct-edits").Render(run.Briefing.Values()
                .Show("problem", "what was wrong with the edits", outcome.Problem)
                .Show("output", "output of the tests", outcome.Output)
                .Show("findings", "review by another agent", outcome.Findings));
        }
    }

    private static async Task<string> PlanAsync(StrategyRun run, IReadOnlyList<(string Label, string Text)> earlier)
    {
        var advice = Observations.Settled($"{run.Task.Plan.RootCause}\n{run.Task.Plan.FixStrategy}");
        try
        {
            var prompt = PromptLibrary.Of("root-cause").Render(run.Briefing.Values().Show("plan", "analysis by a program", advice).Show("earlier", earlier));
            var found = await run.Agent(run.Numbers).AskAsync(prompt, RootCauseAnswer.Read, run.Calls);
            return $"Root cause: {found.RootCause}\nFiles: {string.Join(", ", found.AffectedFiles.OfType<string>())}\nFix: {found.FixStrategy}";
        }
        catch (ModelException e) when (e.Fault == ModelFault.Malformed)
        {
            // Whoever writes the edits can do without a colleague.
            return advice;
        }
    }

    private static Outcome Refused(StrategyRun run, string problem)
    {
        run.Findings.Fail(problem);
        return new Outcome(IsSettled: false) { Problem = problem };
    }

    private static async Task<Outcome> TryAsync(
        StrategyRun run, CallNumbers reviews, WrittenPatch written, int round, CancellationToken cancellationToken)
    {
        var patch = written.Patch!;
        var form = (await run.Bench.DescribeAsync([patch], cancellationToken))[0];
        if (form.NormalForm is null)
        {
            run.Findings.Draft(patch, form.Problem ?? "The patched source does not parse.");
            return Refused(run, $"The patched source does not parse: {form.Problem}");
        }

        var program = run.Findings.Add(patch, written.Fitted, form);
        var reviewing = ReviewAsync(run, reviews, patch);
        (string Reason, string Output)? failure;
        try
        {
            failure = await run.Bench.TestAsync(patch, cancellationToken);
        }
        catch
        {
            await ((Task)reviewing).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw;
        }

        run.Findings.Tested(program, failure is null);
        if (failure is { Reason: var reason })
        {
            run.Findings.Draft(patch, reason);
        }

        var review = await reviewing;

        // Of two that pass the reviewer's choice goes first, else the later one, which knew more.
        program.Merit = (review?.Score ?? 0.9) + (round * 0.01);
        return new Outcome(IsSettled: failure is null && review?.Verdict != "wrong") { Output = failure?.Output ?? "", Findings = review?.Words ?? "" };
    }

    /// <summary>What a reviewer says; null when it cannot be asked.</summary>
    private static async Task<ReviewAnswer?> ReviewAsync(StrategyRun run, CallNumbers numbers, Patch patch)
    {
        try
        {
            // The analysis is left out: a reviewer who knows it shares its mistakes.
            var values = run.Briefing.Values().Show("patch", "patch by another agent", await run.Briefing.Files.DiffAsync(patch, run.Calls));
            return await run.Agent(numbers).AskAsync(PromptLibrary.Of("review-patch").Render(values), ReviewAnswer.Read, run.Calls);
        }
        catch (ModelException)
        {
            return null;
        }
    }

    private sealed record Outcome(bool IsSettled)
    {
        public string Problem { get; init; } = "";

        public string Output { get; init; } = "";

        public string Findings { get; init; } = "";
    }
}
