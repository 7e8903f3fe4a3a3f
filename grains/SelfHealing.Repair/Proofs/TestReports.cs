using SelfHealing.Toolchains;

namespace SelfHealing.Repair.Proofs;

/// <summary>Judges the run of one candidate on a clean checkout.</summary>
/// <remarks>
/// A failing test must come to pass: missing or skipped is not enough. A file that could not be imported passes by its tests. A passing test must still run and pass; a skip is tolerated.
/// Where an incident is known by its text alone, no test has to come to pass, and the proof only says that nothing broke.
/// The run must have no fault, no test may fail that did not fail before, and where the whole command should be green, it must exit with 0.
/// </remarks>
public static class TestReports
{
    /// <summary>The proof, or what speaks against the candidate.</summary>
    public static TestReport From(TestRun run, Baseline baseline)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(baseline);
        var outcomes = TestIds.Outcomes(run);
        var reason = WhyNot(run, baseline, outcomes);
        return new TestReport(Select(baseline.FailToPass, outcomes), Select(baseline.PassToPass, outcomes), reason is null, reason, run.Seconds);
    }

    private static string? WhyNot(TestRun run, Baseline baseline, IReadOnlyDictionary<string, TestOutcome> outcomes)
    {
        if (run.Fault is { } fault)
        {
            return Fault(fault, run);
        }

        if (baseline.FailToPass.FirstOrDefault(id => TestIds.OutcomeOf(id, outcomes) != TestOutcome.Passed) is { } unfixed)
        {
            return $"{unfixed} should pass now and {Words(unfixed, outcomes)}.";
        }

        if (baseline.PassToPass.FirstOrDefault(id => !outcomes.TryGetValue(id, out var o) || o is not (TestOutcome.Passed or TestOutcome.Skipped)) is { } broken)
        {
            return $"{broken} passed before and {Words(broken, outcomes)}.";
        }

        var judged = baseline.FailToPass.Concat(baseline.PassToPass).Concat(baseline.KnownFailures).ToHashSet();
        if (outcomes.FirstOrDefault(o => TestIds.IsFailing(o.Value) && !judged.Contains(o.Key)) is { Key: { } added })
        {
            return $"{added} did not fail before and {Words(added, outcomes)}.";
        }

        // With --failing the command may go on failing for the tests that were not named.
        return baseline.KnownFailures.Count == 0 && run.ExitCode != 0
            ? $"Every test passes, yet the test command fails ({BaselineWords.Exit(run)})."
            : null;
    }

    private static string Fault(TestRunFault fault, TestRun run) => fault switch
    {
        TestRunFault.CommandNotFound => $"The test command was not found ({BaselineWords.Exit(run)}).",
        TestRunFault.TimedOut => "The tests did not end in time.",
        TestRunFault.OutOfMemory => "The tests used up the sandbox's memory.",
        TestRunFault.DiskFull => "The tests filled the sandbox's disk.",
        TestRunFault.EndedEarly => $"The process that runs the tests ended ({BaselineWords.Exit(run)}) before every test had reported.",
        _ => "No test ran.",
    };

    private static string Words(string id, IReadOnlyDictionary<string, TestOutcome> outcomes) =>
        TestIds.OutcomeOf(id, outcomes) switch
        {
            null => "did not run",
            TestOutcome.Skipped => "is skipped",
            TestOutcome.TimedOut => "does not end in time",
            TestOutcome.Error => "cannot be run",
            _ => "fails",
        };

    // A test that did not run counts as one that could not be run.
    private static Dictionary<string, TestOutcome> Select(IReadOnlyList<string> ids, IReadOnlyDictionary<string, TestOutcome> outcomes) =>
        ids.Distinct().ToDictionary(id => id, id => TestIds.OutcomeOf(id, outcomes) ?? TestOutcome.Error);
}
