namespace SelfHealing.Cli.Views;

/// <summary>The stations that a repair is shown to pass, in order.</summary>
internal enum Stage
{
    Prepare,
    Reproduce,
    Localise,
    Plan,
    Code,
    Review,
    Observe,
    Test,
    Vote,
    Approve,
    Deploy,
}

/// <summary>How far a stage is.</summary>
internal enum StageState
{
    Waiting,
    Running,
    Done,
    Failed,
}

/// <summary>Which stage a step belongs to.</summary>
internal static class Stages
{
    private static readonly Dictionary<string, Stage> ByWord = new(StringComparer.OrdinalIgnoreCase)
    {
        ["prepare"] = Stage.Prepare,
        ["reproduce"] = Stage.Reproduce,
        ["localise"] = Stage.Localise,
        ["plan"] = Stage.Plan,
        ["code"] = Stage.Code,
        ["review"] = Stage.Review,
        ["observe"] = Stage.Observe,
        ["test"] = Stage.Test,
        ["vote"] = Stage.Vote,
        ["approve"] = Stage.Approve,
        ["deploy"] = Stage.Deploy,
    };

    /// <summary>All stages, in order.</summary>
    public static IReadOnlyList<Stage> All { get; } = Enum.GetValues<Stage>();

    /// <summary>True for the stages that are passed once in every round.</summary>
    public static bool IsInRound(Stage stage) => stage is >= Stage.Plan and <= Stage.Vote;

    /// <summary>The stage of a step's id, told by its first word, or null for a step that is not shown.</summary>
    public static Stage? Of(string step) =>
        ByWord.TryGetValue(step[..(step.AsSpan().IndexOfAnyExceptInRange('a', 'z') is var end and >= 0 ? end : step.Length)], out var stage) ? stage : null;
}
