using SelfHealing.Repair.Proofs;
using SelfHealing.Toolchains;

namespace SelfHealing.Repair.Grading;

/// <summary>Grades by the rules of SWE-bench's own harness.</summary>
/// <remarks>
/// FAIL_TO_PASS needs a pass (an expected failure counts as one); a test that is missing or skipped fails. PASS_TO_PASS tolerates a skip and
/// nothing else. Resolved means that both are 100 %.
/// </remarks>
public static class SweGrades
{
    /// <summary>The grade of one run of the hidden tests on a patched program.</summary>
    /// <param name="failToPass">Ids in the data set's words.</param>
    /// <param name="passToPass">See <paramref name="failToPass"/>.</param>
    /// <param name="run">The run.</param>
    public static SweGrade Of(IReadOnlyList<string> failToPass, IReadOnlyList<string> passToPass, TestRun run)
    {
        ArgumentNullException.ThrowIfNull(failToPass);
        ArgumentNullException.ThrowIfNull(passToPass);
        ArgumentNullException.ThrowIfNull(run);
        var tests = new SweTests(TestIds.Outcomes(run));
        return new SweGrade(
            [.. failToPass.Distinct().Where(SweTests.IsReadable).Select(id => (id, tests.OutcomeOf(id))).Where(t => t.Item2 != TestOutcome.Passed).Select(Words)],
            [.. passToPass.Distinct().Where(SweTests.IsReadable).Select(id => (id, tests.OutcomeOf(id)))
                .Where(t => t.Item2 is not (TestOutcome.Passed or TestOutcome.Skipped)).Select(Words)],
            [.. failToPass.Concat(passToPass).Distinct().Where(id => !SweTests.IsReadable(id))]);
    }

    /// <summary>True when the run says nothing about single tests: their runner did not start, or is not understood.</summary>
    /// <param name="run">The run.</param>
    /// <param name="command">Its test command, by which a run without tests is named.</param>
    public static bool SaysNothing(TestRun run, string command)
    {
        ArgumentNullException.ThrowIfNull(run);
        return run.Tests.All(t => t.Id == command) && run.Fault is not (TestRunFault.TimedOut or TestRunFault.OutOfMemory);
    }

    private static string Words((string Id, TestOutcome? Outcome) test) => $"{test.Id} " + test.Outcome switch
    {
        null => "did not run",
        TestOutcome.Skipped => "is skipped",
        TestOutcome.TimedOut => "does not end in time",
        TestOutcome.Error => "cannot be run",
        _ => "fails",
    };
}
