using SelfHealing.Repair.Incidents;

namespace SelfHealing.Cli.Views;

/// <summary>Which stages are shown, and which one a step belongs to.</summary>
internal static class Stages
{
    /// <summary>The stages on the rail, in order. Choosing voters, learning and closing take no time worth a line.</summary>
    public static IReadOnlyList<Stage> Shown { get; } =
        [.. Enum.GetValues<Stage>().Where(stage => stage is not (Stage.Triage or Stage.Learn or Stage.Close))];

    /// <summary>True for the stages that are passed once in every round.</summary>
    public static bool IsInRound(Stage stage) => stage is >= Stage.Plan and <= Stage.Vote;

    /// <summary>The stage of a step's id, told by its first word, or null for a step of a stage that is not shown.</summary>
    public static Stage? Of(string step) =>
        Any(step) is { } stage && Shown.Contains(stage) ? stage : null;

    /// <summary>The name of a step's stage, or the step's id when it has none that is known.</summary>
    public static string NameOf(string step) => Any(step)?.ToString() ?? step;

    private static Stage? Any(string step) => step.Split('-', 2)[0] switch
    {
        "write" => Stage.Code,
        "check" => Stage.Observe,
        "select" => Stage.Vote,
        var word => Enum.TryParse<Stage>(word, ignoreCase: true, out var stage) ? stage : null,
    };
}

/// <summary>How far a stage is.</summary>
internal enum StageState
{
    Waiting,
    Running,
    Done,
    Failed,
}
