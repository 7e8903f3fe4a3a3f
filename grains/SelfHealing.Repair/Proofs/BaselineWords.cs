using SelfHealing.Incidents;
using SelfHealing.Toolchains;

namespace SelfHealing.Repair.Proofs;

/// <summary>Says why a baseline cannot be used: what happened, to what, and what to do.</summary>
internal static class BaselineWords
{
    public static string Subject(IncidentReport report, string commit)
    {
        var name = report.Repository.TrimEnd('/', '\\').Split('/', '\\')[^1];
        name = name.EndsWith(".git", StringComparison.Ordinal) ? name[..^4] : name;
        return $"{(name.Length == 0 ? "the repository" : Short(name, 60))}@{(commit.Length > 7 ? commit[..7] : commit)}";
    }

    public static string Fault(TestRunFault fault, TestRun run, IncidentReport report, string subject)
    {
        var command = $"`{Short(report.TestCommand, 120)}`";
        return fault switch
        {
            TestRunFault.CommandNotFound =>
                $"The sandbox of {subject} has no test command {command} ({Exit(run)}). Correct --test, or install what it needs with --setup or --image.",
            TestRunFault.TimedOut =>
                $"The tests of {subject} did not end within {Duration(run.Seconds)}. Run fewer tests with --test, or allow more time with --max-minutes.",
            TestRunFault.OutOfMemory =>
                $"The tests of {subject} used up the sandbox's memory before any change was made. Run fewer tests with --test, or give the sandbox more memory.",
            TestRunFault.DiskFull =>
                $"The tests of {subject} filled the sandbox's disk before any change was made. Run fewer tests with --test, or give the sandbox more disk.",
            TestRunFault.EndedEarly =>
                $"The process that runs the tests of {subject} ended ({Exit(run)}) before every test had reported. See what ends it, or leave that test out with --test.",
            _ =>
                $"The test command {command} ran no test of {subject} ({Exit(run)}). Correct --test, or name the folder of the tests with --subdir.",
        };
    }

    public static string NothingFails(TestRun run, IReadOnlyDictionary<string, TestOutcome> outcomes, string subject) =>
        outcomes.Values.All(o => o == TestOutcome.Skipped)
            ? $"Every test of {subject} was skipped, so nothing tells what to repair. Install what the tests need with --setup, or correct --test."
        : run.ExitCode is 0
            ? $"The tests of {subject} already pass, so there is nothing to repair. Name the failing revision with --rev, or the failing test with --failing."
            : $"Every test of {subject} passes, yet the test command fails ({Exit(run)}), so no test tells what to repair. Use a command that fails by its tests alone.";

    public static string OnlyText(string subject, bool readsText) => readsText
        ? $"The test named with --failing already passes in {subject}, so it does not show what the issue tells. Leave --failing out to work from the text alone, or name a test that fails."
        : $"No failing test of {subject} shows what the issue tells, and the built-in voters only search where a test fails. "
            + "Add a failing test that shows it, or let a chat model take part (see `selfheal models`).";

    public static string NamedTestPasses(string name, IReadOnlyList<string> failing, string subject) =>
        $"The test {Short(name, 120)} of {subject} already passes, so there is nothing to repair. Name the failing revision with --rev, or another test with --failing: {Some(failing)}.";

    public static string NamedTestUnknown(string name, IReadOnlyList<string> failing, string subject) =>
        $"The test command ran no test named {Short(name, 120)} in {subject}. Correct --failing; the tests that fail are {Some(failing)}.";

    public static string Some(IReadOnlyList<string> ids) =>
        string.Join(", ", ids.Take(3).Select(id => Short(id, 120))) + (ids.Count > 3 ? $" and {ids.Count - 3} more" : "");

    public static string Exit(TestRun run) => run.ExitCode is { } code ? $"exit code {code}" : "it was killed";

    private static string Duration(double seconds) =>
        seconds >= 90 ? $"{seconds / 60:0.#} minutes" : $"{Math.Max(1, Math.Round(seconds)):0} seconds";

    private static string Short(string text, int limit)
    {
        var line = string.Concat(text.Take(limit + 1).Select(c => char.IsControl(c) ? ' ' : c)).Trim();
        return line.Length > limit ? line[..limit] + "…" : line;
    }
}
