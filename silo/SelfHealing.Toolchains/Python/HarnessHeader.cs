using SelfHealing.Repairs;

namespace SelfHealing.Toolchains.Python;

/// <summary>What the harness is told before anything else.</summary>
/// <param name="Mode">What it shall do: <c>run</c> or <c>serve</c>.</param>
/// <param name="Command">The user's shell command.</param>
/// <param name="Subdirectory">Folder in which it runs.</param>
/// <param name="Seconds">Wall-clock limit of the mode's main work.</param>
internal sealed record HarnessHeader(string Mode, string Command, string Subdirectory, double Seconds)
{
    /// <summary>The harness itself.</summary>
    public IReadOnlyDictionary<string, string> Sources { get; } = HarnessSources.Package;

    /// <summary>Edits applied before a run; null for none.</summary>
    public IReadOnlyList<TextEdit>? Patch { get; init; }

    /// <summary>Tests that fail and must pass.</summary>
    public IReadOnlyList<string> Failing { get; init; } = [];

    /// <summary>Tests that pass and must go on passing.</summary>
    public IReadOnlyList<string> Passing { get; init; } = [];

    /// <summary>Failing tests that never ended.</summary>
    public IReadOnlyList<string> Endless { get; init; } = [];

    /// <summary>Wall-clock time of the baseline run.</summary>
    public double BaselineSeconds { get; init; }

    /// <summary>Processor time that one test may use in a run before it counts as endless.</summary>
    public double TestSeconds { get; init; } = 6;

    /// <summary>Wall-clock time for the coverage of passing tests.</summary>
    public double CoverSeconds { get; init; } = 20;

    /// <summary>Wall-clock limit of the whole command where its tests are not understood one by one.</summary>
    public double CommandSeconds { get; init; } = 60;
}
