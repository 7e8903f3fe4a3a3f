namespace SelfHealing.Cli.Bench.Panels;

/// <summary>How often each way to decide chose a right candidate in one setting, 0 to 1.</summary>
/// <param name="Name">The setting.</param>
/// <param name="Ceiling">How often some candidate was right: nobody can do better.</param>
/// <param name="Ours">This system's vote.</param>
/// <param name="FirstPassing">Whoever passes the tests first.</param>
/// <param name="Majority">Plain majority of programs after the test filters.</param>
/// <param name="GroupedSelector">Selector agents over groups of candidates.</param>
internal sealed record PanelResult(string Name, double Ceiling, double Ours, double FirstPassing, double Majority, double GroupedSelector)
{
    /// <summary>Share of the ceiling that this system's vote reaches.</summary>
    public double ShareOfCeiling => Ceiling > 0 ? Math.Round(Ours / Ceiling, 4) : 1;
}
