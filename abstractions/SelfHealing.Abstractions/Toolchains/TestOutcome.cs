namespace SelfHealing.Toolchains;

/// <summary>How one test ended.</summary>
[GenerateSerializer, Alias("TestOutcome")]
public enum TestOutcome
{
    /// <summary>It ran and passed (an expected failure that failed counts as passed).</summary>
    Passed,

    /// <summary>It ran and an assertion or an exception failed it.</summary>
    Failed,

    /// <summary>It could not be set up or collected.</summary>
    Error,

    /// <summary>It was skipped.</summary>
    Skipped,

    /// <summary>It did not end within its limit.</summary>
    TimedOut,
}

/// <summary>One test's result.</summary>
/// <param name="Id">The test's id in its framework's own words, for instance <c>tests/test_a.py::test_b</c>.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="Seconds">How long it took.</param>
/// <param name="Error">Exception and traceback of a test that did not pass, capped; null otherwise.</param>
[GenerateSerializer, Immutable, Alias("TestResult")]
public sealed record TestResult(string Id, TestOutcome Outcome, double Seconds, string? Error);
