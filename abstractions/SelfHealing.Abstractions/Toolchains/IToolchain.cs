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

    /// <summary>Tells what patches written by hand or by a chat model are in the language's own terms, in the order they were given.</summary>
    /// <exception cref="Sandboxes.SandboxException">The sandbox itself failed.</exception>
    Task<IReadOnlyList<PatchForm>> DescribeAsync(Workspace workspace, IReadOnlyList<Patch> patches, CancellationToken cancellationToken);

    /// <summary>Opens a shell in a container with a copy of the revision, without files that hold secrets and without history.</summary>
    /// <param name="workspace">The revision in its image.</param>
    /// <param name="lifetime">Wall-clock limit of the container.</param>
    /// <param name="cancellationToken">Stops the start.</param>
    /// <exception cref="Sandboxes.SandboxException">The sandbox itself failed.</exception>
    Task<IRepositoryShell> OpenShellAsync(Workspace workspace, TimeSpan lifetime, CancellationToken cancellationToken);

    /// <summary>Name of the file of a reproduction test, in the subdirectory.</summary>
    string ScriptName { get; }

    /// <summary>Shell command that runs a reproduction test, from the subdirectory; exit code 0 means that it passes.</summary>
    string ScriptCommand { get; }
}

/// <summary>A patch in the language's own terms.</summary>
/// <param name="NormalForm">Digest of the patched program's normal form, the same that an <see cref="EditAtom"/> of the same program has; null when the patched source does not parse.</param>
/// <param name="Size">Size in changed syntax nodes, at least 1.</param>
/// <param name="Function">Qualified name of the edited function; empty at module level or when there are several.</param>
/// <param name="Before">What is replaced, in normal form.</param>
/// <param name="After">By what, in normal form.</param>
/// <param name="Problem">Why the patched source does not parse, in words; null when it does.</param>
[GenerateSerializer, Immutable, Alias("PatchForm")]
public sealed record PatchForm(string? NormalForm, double Size, string Function, string Before, string After, string? Problem);

/// <summary>How far an exploration goes.</summary>
/// <param name="MaxFunctions">Most suspicious functions whose edits are enumerated.</param>
/// <param name="MaxEdits">Most edits enumerated in all; 0 where only the suspicions are wanted.</param>
[GenerateSerializer, Immutable, Alias("ExplorationLimits")]
public sealed record ExplorationLimits(int MaxFunctions, int MaxEdits);
