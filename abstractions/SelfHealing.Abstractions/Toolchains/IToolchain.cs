using SelfHealing.Repairs;

namespace SelfHealing.Toolchains;

/// <summary>All that is particular to one language. A new language is one more implementation and nothing else.</summary>
public interface IToolchain
{
    /// <summary>The language's name in <c>--language</c>.</summary>
    string Language { get; }

    /// <summary>Name of the base sandbox image recipe used when the user names no image.</summary>
    string ImageRecipe { get; }

    /// <summary>Names of the files, below the root, whose content decides what a set-up command installs (lock files).</summary>
    IReadOnlyList<string> LockFiles { get; }

    /// <summary>Runs the project's own test command on a clean checkout, optionally patched, in a container of its own.</summary>
    /// <exception cref="Sandboxes.SandboxException">The sandbox itself failed.</exception>
    Task<TestRun> RunTestsAsync(Workspace workspace, Patch? patch, TimeSpan timeout, CancellationToken cancellationToken);

    /// <summary>Runs the failing and passing tests under coverage, ranks lines and enumerates the edits worth trying.</summary>
    Task<EditSpace> ExploreAsync(Workspace workspace, Baseline baseline, ExplorationLimits limits, CancellationToken cancellationToken);

    /// <summary>Tries many patches in one container. Verdicts come as they fall, in the order of the trials.</summary>
    /// <remarks>Trials are pulled lazily: breaking the enumeration stops the container.</remarks>
    IAsyncEnumerable<CandidateVerdict> EvaluateAsync(
        Workspace workspace, Baseline baseline, IAsyncEnumerable<Trial> trials, CancellationToken cancellationToken);

    /// <summary>Runs the candidates on inputs drawn from the tests and mutated from them, and groups them by what they do.</summary>
    Task<BehaviourReport> ObserveAsync(
        Workspace workspace, Baseline baseline, IReadOnlyList<Candidate> candidates, int seed, CancellationToken cancellationToken);
}

/// <summary>How far an exploration goes.</summary>
/// <param name="MaxFunctions">Most suspicious functions whose edits are enumerated.</param>
/// <param name="MaxEdits">Most edits enumerated in all.</param>
[GenerateSerializer, Immutable, Alias("ExplorationLimits")]
public sealed record ExplorationLimits(int MaxFunctions, int MaxEdits);
