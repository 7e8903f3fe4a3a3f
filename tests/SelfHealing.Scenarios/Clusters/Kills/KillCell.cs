using SelfHealing.TestSilo.Kills;

namespace SelfHealing.Scenarios.Clusters.Kills;

/// <summary>One cell of the matrix: where a silo dies.</summary>
/// <param name="Step">The step's id; a <c>*</c> at its end stands for anything.</param>
/// <param name="Point">The moment of it (see <see cref="KillPoints"/>).</param>
internal sealed record KillCell(string Step, string Point)
{
    /// <summary>Those where a side effect is done and nothing says so.</summary>
    public static IReadOnlyList<KillCell> Few { get; } =
    [
        new("call-plan-1/1", KillPoints.AfterEffect),
        new("deploy", KillPoints.AfterEffect),
        new("learn", KillPoints.AfterEffect),
    ];

    /// <summary>The other moments, at other steps.</summary>
    public static IReadOnlyList<KillCell> More { get; } =
    [
        new("prepare", KillPoints.AfterIntent),
        new("call-plan-1/1", KillPoints.AfterResult),
        new("code-2-*", KillPoints.BeforeIntent),
        new("close", KillPoints.AfterResult),
    ];

    public override string ToString() => $"{Step} {Point}";
}
