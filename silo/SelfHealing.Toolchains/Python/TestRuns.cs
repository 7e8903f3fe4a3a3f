using SelfHealing.Sandboxes;

namespace SelfHealing.Toolchains.Python;

/// <summary>Reads mode <c>run</c>: the project's own command on a clean checkout.</summary>
internal static class TestRuns
{
    private const int MaxError = 8 << 10;

    /// <summary>The run that the harness reports; a container that ran out of memory or time says so as the run's fault.</summary>
    public static async Task<TestRun> ReadAsync(HarnessRun harness, CancellationToken cancellationToken)
    {
        var tests = new List<TestResult>();
        TestRun? run = null;
        await foreach (var message in harness.ReadAsync(cancellationToken))
        {
            if (message.Kind == "test" && message.Text("id") is { } id)
            {
                tests.Add(new TestResult(id, Outcome(message.Text("outcome")), message.Number("seconds"), Capped(message.Text("error"))));
            }
            else if (message.Kind == "end")
            {
                run = new TestRun(message.Integer("exitCode"), tests, message.Text("output") ?? "", message.Number("seconds"), Fault(message.Text("fault")));
            }
        }

        var exit = await harness.WaitAsync(cancellationToken);
        return (exit.Kind, run) switch
        {
            (SandboxExitKind.OutOfMemory, _) => (run ?? Nothing(tests)) with { Fault = TestRunFault.OutOfMemory },
            (_, not null) => run,
            (SandboxExitKind.TimedOut, _) => Nothing(tests) with { Fault = TestRunFault.TimedOut },
            _ => throw await harness.EndedAsync(cancellationToken),
        };
    }

    private static TestRun Nothing(IReadOnlyList<TestResult> tests) => new(null, tests, "", 0, null);

    private static string? Capped(string? error) => error?.Length > MaxError ? error[^MaxError..] : error;

    private static TestOutcome Outcome(string? name) => name switch
    {
        "passed" => TestOutcome.Passed,
        "skipped" => TestOutcome.Skipped,
        "timedout" => TestOutcome.TimedOut,
        "error" => TestOutcome.Error,
        _ => TestOutcome.Failed,
    };

    private static TestRunFault? Fault(string? name) => name is null ? null : Enum.TryParse<TestRunFault>(name, out var fault) ? fault : TestRunFault.EndedEarly;
}
