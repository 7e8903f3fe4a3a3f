using SelfHealing.Incidents;
using SelfHealing.Toolchains;

namespace SelfHealing.Repair.Proofs;

/// <summary>Reads the baseline from the run of the unchanged revision.</summary>
public static class Baselines
{
    /// <summary>The baseline, or why there is none.</summary>
    /// <param name="run">The project's own command on the unchanged revision.</param>
    /// <param name="report">What was submitted; its failing tests narrow the baseline.</param>
    /// <param name="commit">The revision's full commit id.</param>
    /// <param name="readsText">Whether a voter takes part that can work from the incident's text where no test fails.</param>
    public static BaselineOutcome From(TestRun run, IncidentReport report, string commit, bool readsText = false)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(commit);
        var outcomes = TestIds.Outcomes(run);
        var subject = BaselineWords.Subject(report, commit);
        if (run.Fault is { } fault && !(fault == TestRunFault.TimedOut && outcomes.Values.Contains(TestOutcome.TimedOut)))
        {
            return new NotReproducible(
                fault == TestRunFault.TimedOut ? IncidentStatus.TimedOut : IncidentStatus.Faulted, BaselineWords.Fault(fault, run, report, subject));
        }

        if (outcomes.Count == 0)
        {
            return new NotReproducible(IncidentStatus.Faulted, BaselineWords.Fault(TestRunFault.NoTests, run, report, subject));
        }

        var failing = run.Tests.Select(t => t.Id).Distinct().Where(id => TestIds.IsFailing(outcomes[id])).ToList();
        var hasText = !string.IsNullOrWhiteSpace(report.ErrorText);
        if (failing.Count == 0 || (hasText && report.FailuresAreKnown && report.FailingTests.Count == 0))
        {
            return hasText && readsText && report.FailingTests.Count == 0
                ? new Reproducible(ByText(run, report.ErrorText!, outcomes, failing))
                : new NotReproducible(IncidentStatus.CannotReproduce, hasText ? BaselineWords.OnlyText(subject, readsText) : BaselineWords.NothingFails(run, outcomes, subject));
        }

        if (report.FailingTests.FirstOrDefault(name => !failing.Exists(id => TestIds.Matches(id, name))) is { } missing)
        {
            return outcomes.Keys.Any(id => TestIds.Matches(id, missing))
                ? new NotReproducible(IncidentStatus.CannotReproduce, BaselineWords.NamedTestPasses(missing, failing, subject))
                : new NotReproducible(IncidentStatus.Faulted, BaselineWords.NamedTestUnknown(missing, failing, subject));
        }

        var failToPass = report.FailingTests.Count == 0 ? failing : failing.FindAll(id => report.FailingTests.Any(name => TestIds.Matches(id, name)));
        return new Reproducible(new Baseline(failToPass, Passing(run, outcomes), ErrorOf(run, failToPass), run.Seconds)
        {
            KnownFailures = [.. failing.Except(failToPass)],
            TimedOut = failToPass.FindAll(id => outcomes[id] == TestOutcome.TimedOut),
        });
    }

    // The incident's text is all that tells of the fault: whatever fails is known to fail, whatever passes must go on passing.
    private static Baseline ByText(TestRun run, string text, IReadOnlyDictionary<string, TestOutcome> outcomes, IReadOnlyList<string> failing) =>
        new([], Passing(run, outcomes), ErrorExcerpt.Of(text), run.Seconds) { KnownFailures = failing };

    private static List<string> Passing(TestRun run, IReadOnlyDictionary<string, TestOutcome> outcomes) =>
        [.. run.Tests.Select(t => t.Id).Distinct().Where(id => outcomes[id] == TestOutcome.Passed)];

    private static string ErrorOf(TestRun run, IReadOnlyList<string> failToPass)
    {
        var wanted = failToPass.ToHashSet();
        var error = run.Tests.FirstOrDefault(t => wanted.Contains(t.Id) && TestIds.IsFailing(t.Outcome) && !string.IsNullOrWhiteSpace(t.Error))?.Error ?? run.Output;
        return ErrorExcerpt.Of(error);
    }
}
