using SelfHealing.Toolchains;

namespace SelfHealing.Repair.Proofs;

/// <summary>Test ids and their outcomes as judged: an id that a run reports twice counts by its worst outcome.</summary>
internal static class TestIds
{
    /// <summary>Outcomes by id.</summary>
    public static IReadOnlyDictionary<string, TestOutcome> Outcomes(TestRun run) =>
        run.Tests.GroupBy(t => t.Id).ToDictionary(g => g.Key, g => g.Select(t => t.Outcome).MaxBy(Severity));

    /// <summary>A test's outcome, or null when it did not run. A file that could not be imported stands for all of its tests once it can be.</summary>
    public static TestOutcome? OutcomeOf(string id, IReadOnlyDictionary<string, TestOutcome> outcomes)
    {
        if (outcomes.TryGetValue(id, out var own))
        {
            return own;
        }

        var below = outcomes.Where(o => IsBelow(o.Key, id)).Select(o => o.Value).ToList();
        return below.Count == 0 ? null
            : below.Exists(IsFailing) ? below.Where(IsFailing).MaxBy(Severity)
            : below.Contains(TestOutcome.Passed) ? TestOutcome.Passed
            : TestOutcome.Skipped;
    }

    /// <summary>True when a test ran and did not pass.</summary>
    public static bool IsFailing(TestOutcome outcome) => outcome is TestOutcome.Failed or TestOutcome.Error or TestOutcome.TimedOut;

    /// <summary>Whether a user's name means this test: the id itself, a file, class or function of it, or all of its parameters.</summary>
    public static bool Matches(string id, string name) =>
        name.Length > 0 && (id == name
            || (id.StartsWith(name, StringComparison.Ordinal) && StartsPart(id.AsSpan(name.Length)))
            || (id.EndsWith(name, StringComparison.Ordinal) && EndsPart(id.AsSpan(0, id.Length - name.Length)))
            || (id.IndexOf('[', StringComparison.Ordinal) is > 0 and var bracket && !name.Contains('[', StringComparison.Ordinal) && Matches(id[..bracket], name)));

    private static bool IsBelow(string id, string holder) =>
        id.StartsWith(holder, StringComparison.Ordinal) && id.AsSpan(holder.Length) is ['.', ..] or [':', ':', ..];

    private static bool StartsPart(ReadOnlySpan<char> rest) => rest[0] is '[' or '.' || rest.StartsWith("::");

    private static bool EndsPart(ReadOnlySpan<char> rest) => rest[^1] is '.' or '/' || rest.EndsWith("::");

    private static int Severity(TestOutcome outcome) => outcome switch
    {
        TestOutcome.Passed => 0,
        TestOutcome.Skipped => 1,
        TestOutcome.Failed => 2,
        TestOutcome.Error => 3,
        _ => 4,
    };
}
