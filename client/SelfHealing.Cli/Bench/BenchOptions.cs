namespace SelfHealing.Cli.Bench;

/// <summary>How a benchmark is run.</summary>
/// <param name="Jobs">Instances worked on at once.</param>
/// <param name="Models">Names of the models that vote; empty for all.</param>
/// <param name="Only">Ids of the instances to run; empty for all.</param>
/// <param name="Seed">Seed of every random choice.</param>
/// <param name="TimeLimit">Wall-clock budget of one instance.</param>
/// <param name="Json">File that receives the results, or null.</param>
/// <param name="IsFresh">True to forget the results of an earlier run with the same settings.</param>
internal sealed record BenchOptions(
    int Jobs, IReadOnlyList<string> Models, IReadOnlyList<string> Only, int Seed, TimeSpan TimeLimit, string? Json, bool IsFresh);
