namespace SelfHealing.Toolchains;

/// <summary>A container with a writable copy of one revision, in which commands run one at a time. Disposing kills and removes it.</summary>
/// <remarks>Stateless: every command is a fresh shell in the subdirectory; only files stay. What a command leaves running is killed with it.</remarks>
public interface IRepositoryShell : IAsyncDisposable
{
    /// <summary>Runs one command with <c>bash -c</c> (or <c>sh -c</c> where there is no bash).</summary>
    /// <param name="command">The command; it comes from a model and is hostile.</param>
    /// <param name="timeout">After which it and all that it started is killed.</param>
    /// <param name="cancellationToken">Stops waiting and ends the container.</param>
    /// <exception cref="Sandboxes.SandboxException">The sandbox itself failed or its lifetime is over.</exception>
    Task<ShellResult> RunAsync(string command, TimeSpan timeout, CancellationToken cancellationToken);

    /// <summary>Writes one file below the root; null removes it.</summary>
    Task WriteAsync(string path, byte[]? content, CancellationToken cancellationToken);

    /// <summary>Takes every file back to the base revision and removes what was added.</summary>
    Task ResetAsync(CancellationToken cancellationToken);

    /// <summary>What differs from the base revision now: changed files, new text files and removed ones. Caches and what git would ignore by the toolchain's own rules are left out.</summary>
    Task<IReadOnlyList<ShellChange>> ChangesAsync(CancellationToken cancellationToken);
}

/// <summary>How a command ended.</summary>
/// <param name="ExitCode">Its exit code; null when it was killed at its time limit.</param>
/// <param name="Output">What it wrote, standard output and error as they came, at most 1 MiB of it: the beginning and the end.</param>
[GenerateSerializer, Immutable, Alias("ShellResult")]
public sealed record ShellResult(int? ExitCode, string Output);

/// <summary>One file that differs from the base revision.</summary>
/// <param name="Path">Path below the repository's root, with <c>/</c>.</param>
/// <param name="Content">Its bytes now; null when it was removed.</param>
/// <param name="IsNew">True when the base revision has no such file.</param>
[GenerateSerializer, Immutable, Alias("ShellChange")]
public sealed record ShellChange(string Path, byte[]? Content, bool IsNew);
