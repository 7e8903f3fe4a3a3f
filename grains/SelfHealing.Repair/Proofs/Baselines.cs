using SelfHealing.Incidents;
using SelfHealing.Toolchains;

namespace SelfHealing.Repair.Proofs;

/// <summary>Reads the baseline from the run of the unchanged revision.</summary>
public static class Baselines
{
    private const int MaxError = 8_000;

    /// <summary>The baseline, or why there is none.</summary>
    /// <param name="run">The project's own command on the unchanged revision.</param>
    /// <param name="report">What was submitted; its failing tests narrow the baseline.</param>
    /// <param name="commit">The revision's full commit id.</param>
    public static BaselineOutcome From(TestRun run, IncidentReport report, string commit)
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
        if (failing.Count == 0)
        {
            return new NotReproducible(IncidentStatus.CannotReproduce, BaselineWords.NothingFails(run, outcomes, subject));
        }

        if (report.FailingTests.FirstOrDefault(name => !failing.Exists(id => TestIds.Matches(id, name))) is { } missing)
        {
            return outcomes.Keys.Any(id => TestIds.Matches(id, missing))
                ? new NotReproducible(IncidentStatus.CannotReproduce, BaselineWords.NamedTestPasses(missing, failing, subject))
                : new NotReproducible(IncidentStatus.Faulted, BaselineWords.NamedTestUnknown(missing, failing, subject));
        }

        var failToPass = report.FailingTests.Count == 0 ? failing : failing.FindAll(id => report.FailingTests.Any(name => TestIds.Matches(id, name)));
        var passToPass = run.Tests.Select(t => t.Id).Distinct().Where(id => outcomes[id] == TestOutcome.Passed).ToList();
        return new Reproducible(new Baseline(failToPass, passToPass, ErrorOf(run, failToPass), run.Seconds)
        {
            KnownFailures = [.. failing.Except(failToPass)],
            TimedOut = failToPass.FindAll(id => outcomes[id] == TestOutcome.TimedOut),
        });
    }

    private static string ErrorOf(TestRun run, IReadOnlyList<string> failToPass)
    {
        var wanted = failToPass.ToHashSet();
        var error = run.Tests.FirstOrDefault(t => wanted.Contains(t.Id) && TestIds.IsFailing(t.Outcome) && !string.IsNullOrWhiteSpace(t.Error))?.Error ?? run.Output;
        // The exception stands at the end of a traceback, the test's own line at its beginning.
        return error.Length <= MaxError ? error : $"{error[..(MaxError / 4)]}\n…\n{error[^(MaxError * 3 / 4)..]}";
    }
}
