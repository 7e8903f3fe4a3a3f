namespace SelfHealing.Toolchains;

/// <summary>One run of the project's own test command on a clean checkout, read outside the reach of the code under test.</summary>
/// <param name="ExitCode">Exit code of the command; null when it was killed.</param>
/// <param name="Tests">Results test by test; one synthetic test named by the command when the runner is not understood.</param>
/// <param name="Output">The end of what it printed, capped.</param>
/// <param name="Seconds">Wall-clock time of the command.</param>
/// <param name="Fault">Why the run says nothing about the code (command not found, out of memory, disk full, time out), or null.</param>
[GenerateSerializer, Immutable, Alias("TestRun")]
public sealed record TestRun(int? ExitCode, IReadOnlyList<TestResult> Tests, string Output, double Seconds, TestRunFault? Fault)
{
    /// <summary>True when the command exited with 0 and every test passed or was skipped.</summary>
    public bool Passed => Fault is null && ExitCode == 0 && Tests.All(t => t.Outcome is TestOutcome.Passed or TestOutcome.Skipped);
}

/// <summary>Why a test run says nothing test by test.</summary>
[GenerateSerializer, Alias("TestRunFault")]
public enum TestRunFault
{
    /// <summary>The shell did not find the command (exit code 127 or 126).</summary>
    CommandNotFound,

    /// <summary>The command did not end in time.</summary>
    TimedOut,

    /// <summary>The sandbox's memory limit was hit.</summary>
    OutOfMemory,

    /// <summary>The sandbox's disk limit was hit.</summary>
    DiskFull,

    /// <summary>The process that runs the tests was killed or left early, before all tests reported.</summary>
    EndedEarly,

    /// <summary>No test ran at all.</summary>
    NoTests,
}

/// <summary>The baseline: what fails and what passes before any change.</summary>
/// <param name="FailToPass">Ids of the tests that fail and must pass.</param>
/// <param name="PassToPass">Ids of the tests that pass and must go on passing.</param>
/// <param name="Error">The error that stands for the incident: the first failing test's traceback, capped.</param>
/// <param name="Seconds">Wall-clock time of the baseline run.</param>
[GenerateSerializer, Immutable, Alias("Baseline")]
public sealed record Baseline(IReadOnlyList<string> FailToPass, IReadOnlyList<string> PassToPass, string Error, double Seconds)
{
    /// <summary>Ids of tests that fail too and were not named for repair: they may go on failing, and the command with them.</summary>
    [Id(0)] public IReadOnlyList<string> KnownFailures { get; init; } = [];

    /// <summary>Ids of the tests in <see cref="FailToPass"/> that did not end within their limit.</summary>
    [Id(1)] public IReadOnlyList<string> TimedOut { get; init; } = [];
}

/// <summary>The tester's proof for one candidate.</summary>
/// <param name="FailToPass">Outcome of each test that must come to pass.</param>
/// <param name="PassToPass">Outcome of each test that must go on passing.</param>
/// <param name="Passed">True when every one of them passed (a skip is tolerated in <paramref name="PassToPass"/>).</param>
/// <param name="Reason">What failed, in words; null when nothing did.</param>
/// <param name="Seconds">Wall-clock time.</param>
[GenerateSerializer, Immutable, Alias("TestReport")]
public sealed record TestReport(
    IReadOnlyDictionary<string, TestOutcome> FailToPass, IReadOnlyDictionary<string, TestOutcome> PassToPass, bool Passed, string? Reason, double Seconds);
