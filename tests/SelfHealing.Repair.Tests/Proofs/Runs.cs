using SelfHealing.Toolchains;

namespace SelfHealing.Repair.Tests.Proofs;

internal static class Runs
{
    public static TestRun Of(int? exitCode, params (string Id, TestOutcome Outcome)[] tests) =>
        new(exitCode, [.. tests.Select(t => new SelfHealing.Toolchains.TestResult(t.Id, t.Outcome, 0.1, t.Outcome == TestOutcome.Passed ? null : $"error of {t.Id}"))], "output", 1, null);
}
