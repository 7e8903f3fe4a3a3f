namespace SelfHealing.Toolchains.Python;

/// <summary>What a container was started for. Equal keys may share one.</summary>
/// <param name="Workspace">The revision.</param>
/// <param name="Tests">The tests that matter, as one text.</param>
internal readonly record struct HarnessKey(Workspace Workspace, string Tests)
{
    public static HarnessKey Of(Workspace workspace, Baseline baseline) =>
        new(workspace, $"{string.Join('\n', baseline.FailToPass)}\n\n{string.Join('\n', baseline.PassToPass)}");
}
