namespace SelfHealing.Cli.Bench.SweBench;

/// <summary>What SWE-bench needs besides the options of every benchmark.</summary>
/// <param name="Out">The predictions file.</param>
/// <param name="Repositories">Folder with clones, <c>owner__name</c> or <c>owner/name</c>; null to fetch from the public address.</param>
/// <param name="Images">Which image an instance runs in.</param>
/// <param name="Commands">How an instance's tests are run.</param>
/// <param name="ShowsHints">Whether the repair sees <c>hints_text</c>.</param>
/// <param name="MaxCost">Most money, in US dollars, that one instance may spend; null for the configured limit.</param>
/// <param name="GradeOnly">Predictions to grade without repairing anything; null to repair.</param>
internal sealed record SweOptions(
    string Out, string? Repositories, SweImages Images, SweCommands Commands, bool ShowsHints, decimal? MaxCost, string? GradeOnly);
