using SelfHealing.TestSilo.Kills;

namespace SelfHealing.Scenarios.Clusters.Kills;

/// <summary>One cell of the matrix: where a silo dies.</summary>
/// <param name="Step">The step's id; a <c>*</c> at its end stands for anything.</param>
/// <param name="Point">The moment of it (see <see cref="KillPoints"/>).</param>
internal sealed record KillCell(string Step, string Point)
{
    // What needs to ask nobody is decided in the append that writes it: it has no intent.
    private static readonly string[] s_decisions = ["submit", "triage", "vote-1", "vote-2", "approve", "close", "call-plan-1/1", "call-plan-2/1"];

    private static readonly string[] s_steps =
    [
        "prepare", "reproduce", "localise", "recall", "plan-1", "code-1-*", "review-r1-*", "observe-1", "test-r1-*",
        "plan-2", "code-2-*", "review-r2-*", "observe-2", "test-r2-*", "deploy", "learn",
    ];

    /// <summary>Every step of an incident of two rounds, at every moment that it has.</summary>
    public static IReadOnlyList<KillCell> All { get; } =
    [
        .. from step in s_steps from point in KillPoints.All select new KillCell(step, point),
        .. from step in s_decisions from point in (string[])[KillPoints.AfterEffect, KillPoints.AfterResult] select new KillCell(step, point),
    ];

    /// <summary>Those where a side effect is done and nothing says so.</summary>
    public static IReadOnlyList<KillCell> Few { get; } =
    [
        new("call-plan-1/1", KillPoints.AfterEffect),
        new("deploy", KillPoints.AfterEffect),
        new("learn", KillPoints.AfterEffect),
    ];

    /// <summary>Whether a step is one of the matrix.</summary>
    public static bool Covers(string step) => s_steps.Concat(s_decisions).Any(pattern => Means(pattern, step));

    public override string ToString() => $"{Step} {Point}";

    private static bool Means(string pattern, string step) =>
        pattern.EndsWith('*') ? step.StartsWith(pattern[..^1], StringComparison.Ordinal) : step == pattern;
}
