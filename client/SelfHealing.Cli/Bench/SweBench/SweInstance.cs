namespace SelfHealing.Cli.Bench.SweBench;

/// <summary>One instance of SWE-bench.</summary>
/// <param name="Id">Its <c>instance_id</c>.</param>
/// <param name="Repository"><c>owner/name</c>.</param>
/// <param name="BaseCommit">The commit before the fix.</param>
/// <param name="Problem">The text: all that a repair is told.</param>
internal sealed record SweInstance(string Id, string Repository, string BaseCommit, string Problem)
{
    /// <summary>Comments on the issue before the fix; shown to a repair only when asked for.</summary>
    public string Hints { get; init; } = "";

    /// <summary>The repository's version, by which images and commands may be chosen; empty when unknown.</summary>
    public string Version { get; init; } = "";

    /// <summary>The hidden tests, as a patch. A repair never sees it.</summary>
    public string TestPatch { get; init; } = "";

    /// <summary>Ids of the hidden tests that must come to pass. A repair never sees them.</summary>
    public IReadOnlyList<string> FailToPass { get; init; } = [];

    /// <summary>Ids of the hidden tests that must go on passing. A repair never sees them.</summary>
    public IReadOnlyList<string> PassToPass { get; init; } = [];

    /// <summary>By which names a file may speak of this instance, the most particular first.</summary>
    public IEnumerable<string> Names => [Id, $"{Repository}@{Version}", Repository, "*"];
}
