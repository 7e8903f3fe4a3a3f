namespace SelfHealing.Sandboxes;

/// <summary>Runs one job as the main process of a hardened container.</summary>
public interface ISandbox
{
    /// <summary>Creates and starts the container and attaches to it.</summary>
    /// <exception cref="SandboxException">No engine, no image, or the engine refused; the message says what to do.</exception>
    Task<ISandboxRun> StartAsync(SandboxJob job, CancellationToken cancellationToken);
}

/// <summary>A running container. Disposing kills and removes it, whatever it is doing.</summary>
public interface ISandboxRun : IAsyncDisposable
{
    /// <summary>The main process's standard input. Complete it by calling <see cref="CompleteInputAsync"/>.</summary>
    Stream Input { get; }

    /// <summary>The main process's standard output, line by line, each at most <see cref="SandboxJob.MaxLineBytes"/> long; ends with the process.</summary>
    IAsyncEnumerable<string> ReadLinesAsync(CancellationToken cancellationToken);

    /// <summary>Closes the standard input.</summary>
    Task CompleteInputAsync(CancellationToken cancellationToken);

    /// <summary>Waits for the main process to end.</summary>
    Task<SandboxExit> WaitAsync(CancellationToken cancellationToken);
}

/// <summary>A container to run.</summary>
/// <param name="Incident">Label under which the container is found and reaped.</param>
/// <param name="Image">Image reference.</param>
/// <param name="Command">The main process and its arguments.</param>
[GenerateSerializer, Immutable, Alias("SandboxJob")]
public sealed record SandboxJob(string Incident, string Image, IReadOnlyList<string> Command)
{
    /// <summary>Wall-clock limit; the container is killed when it is reached. The default value is 5 minutes.</summary>
    [Id(0)] public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>The environment of the main process besides HOME, LANG and what the image itself sets (PATH among it).</summary>
    [Id(1)] public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Longest line of output, in bytes; a longer one ends the run as flooded. The default value is 8 MiB.</summary>
    [Id(2)] public int MaxLineBytes { get; init; } = 8 << 20;

    /// <summary>Most output in all, in bytes; more ends the run as flooded. The default value is 256 MiB.</summary>
    [Id(3)] public long MaxOutputBytes { get; init; } = 256L << 20;

    /// <summary>True for a container that mostly waits for somebody's next request. Such ones have places of their own, so that they never hold up a job. The default value is false.</summary>
    [Id(4)] public bool IsInteractive { get; init; }
}

/// <summary>How a container ended.</summary>
/// <param name="ExitCode">Exit code of the main process.</param>
/// <param name="Kind">What ended it.</param>
/// <param name="ErrorOutput">The end of what the main process wrote to standard error, capped.</param>
[GenerateSerializer, Immutable, Alias("SandboxExit")]
public sealed record SandboxExit(long ExitCode, SandboxExitKind Kind, string ErrorOutput);

/// <summary>What ended a container.</summary>
[GenerateSerializer, Alias("SandboxExitKind")]
public enum SandboxExitKind
{
    /// <summary>The main process ended by itself.</summary>
    Exited,

    /// <summary>The wall-clock limit was reached.</summary>
    TimedOut,

    /// <summary>The kernel killed a process for memory, whatever the exit code says. A main process that ends with 137 by itself counts as well: an engine cannot tell it from a kill.</summary>
    OutOfMemory,

    /// <summary>The output limit was reached.</summary>
    Flooded,
}

/// <summary>The sandbox itself failed. Never a verdict about the code under test.</summary>
[GenerateSerializer, Alias("SandboxException")]
public sealed class SandboxException(string message, Exception? inner = null) : Exception(message, inner);
