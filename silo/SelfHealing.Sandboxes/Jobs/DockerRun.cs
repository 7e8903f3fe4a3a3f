using System.Runtime.CompilerServices;
using Docker.DotNet;
using Microsoft.Extensions.Logging;

namespace SelfHealing.Sandboxes.Jobs;

/// <summary>A container that runs: its output is read all the time, and its end has one cause.</summary>
internal sealed class DockerRun : ISandboxRun
{
    /// <summary>Exit code of a process that SIGKILL ended: 128 and the signal's number.</summary>
    private const long Killed = 137;

    private const int ReadBytes = 64 << 10;
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(30);

    private readonly DockerClient _client;
    private readonly string _container;
    private readonly MultiplexedStream _stream;
    private readonly IDisposable _slot;
    private readonly LiveContainers _live;
    private readonly ILogger _logger;
    private readonly OutputLines _output;
    private readonly ErrorTail _errors = new();
    private readonly SemaphoreSlim _reader = new(1, 1);
    private readonly CancellationTokenSource _wallClock;
    private readonly CancellationTokenSource _disposed = new();
    private readonly CancellationTokenSource _killed = new();
    private readonly Task _pump;
    private readonly Task<SandboxExit> _exit;
    private readonly Lazy<Task> _removal;
    private int _cause;

    public DockerRun(
        SandboxJob job, DockerClient client, string container, MultiplexedStream stream, IDisposable slot, LiveContainers live, TimeProvider time, ILogger logger)
    {
        _client = client;
        _container = container;
        _stream = stream;
        _slot = slot;
        _live = live;
        _logger = logger;
        _output = new OutputLines(job.MaxLineBytes, job.MaxOutputBytes);
        Input = new ContainerInput(stream);
        _removal = new Lazy<Task>(RemoveAsync);
        _wallClock = new CancellationTokenSource(job.Timeout, time);
        _wallClock.Token.Register(() => _ = KillAsync(SandboxExitKind.TimedOut));
        _pump = PumpAsync();
        _exit = ExitAsync();
    }

    public Stream Input { get; }

    /// <summary>What ended a container, of what this run did to it and what the engine says of it.</summary>
    /// <remarks>
    /// The engine's word for memory counts whatever the exit code says: a shell whose child was killed for memory exits as it likes.
    /// But the engine loses that word now and then (containerd issue 8893), for good. Process 1 dies of SIGKILL only by somebody
    /// outside its namespace, and this run knows its own kills; so without them <see cref="Killed"/> is the kernel's kill for memory.
    /// </remarks>
    /// <param name="cause">Why this run killed it; <see cref="SandboxExitKind.Exited"/> if it did not.</param>
    /// <param name="oomKilled">Whether the engine saw the kernel kill a process for memory.</param>
    /// <param name="exitCode">Exit code of the main process.</param>
    public static SandboxExitKind KindOf(SandboxExitKind cause, bool oomKilled, long exitCode) =>
        cause == SandboxExitKind.Exited && (oomKilled || exitCode == Killed) ? SandboxExitKind.OutOfMemory : cause;

    public async IAsyncEnumerable<string> ReadLinesAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await _reader.WaitAsync(cancellationToken);
        try
        {
            await foreach (var line in _output.ReadAsync(cancellationToken))
            {
                yield return line;
            }
        }
        finally
        {
            _reader.Release();
        }
    }

    public Task CompleteInputAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            _stream.CloseWrite();
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or System.Net.Sockets.SocketException)
        {
            // A process that has ended has no input left to close.
            _logger.LogTrace(e, "The input of {Container} was closed already.", _container);
        }

        return Task.CompletedTask;
    }

    public async Task<SandboxExit> WaitAsync(CancellationToken cancellationToken)
    {
        // Output that nobody reads must not hold the process back. Whoever reads now goes on reading.
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var drain = DrainAsync(waiting.Token);
        try
        {
            return await _exit.WaitAsync(cancellationToken);
        }
        finally
        {
            await waiting.CancelAsync();
            await drain.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    public async ValueTask DisposeAsync()
    {
        // The stream goes first: the engine cannot end a container whose output it still waits to hand over.
        await _disposed.CancelAsync();
        await _killed.CancelAsync();
        _stream.Dispose();
        await _removal.Value;
        await Task.WhenAll(_pump, _exit).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _wallClock.Dispose();
    }

    private async Task DrainAsync(CancellationToken cancellationToken)
    {
        await foreach (var _ in ReadLinesAsync(cancellationToken))
        {
            // Nobody wants it.
        }
    }

    /// <summary>Carries the output from the engine to its readers until the process has ended.</summary>
    /// <remarks>What a killed process wrote is still read, and dropped: the engine ends no container whose output nobody takes.</remarks>
    private async Task PumpAsync()
    {
        await Task.Yield();
        var buffer = new byte[ReadBytes];
        try
        {
            while (await _stream.ReadOutputAsync(buffer, 0, buffer.Length, _disposed.Token) is { EOF: false } read)
            {
                if (!_killed.IsCancellationRequested && await IsFloodAsync(read.Target, buffer.AsMemory(0, read.Count)))
                {
                    _ = KillAsync(SandboxExitKind.Flooded);
                }
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or OperationCanceledException or System.Net.Sockets.SocketException)
        {
            _logger.LogDebug(e, "The output of {Container} broke off.", _container);
        }
        finally
        {
            _output.Complete();
        }
    }

    private async ValueTask<bool> IsFloodAsync(MultiplexedStream.TargetStream target, ReadOnlyMemory<byte> bytes)
    {
        if (target == MultiplexedStream.TargetStream.StandardError)
        {
            _errors.Write(bytes.Span);
            return !_output.Count(bytes.Length);
        }

        try
        {
            return !await _output.WriteAsync(bytes, _killed.Token);
        }
        catch (OperationCanceledException)
        {
            // Killed while a slow reader held the output back.
            return false;
        }
    }

    private async Task<SandboxExit> ExitAsync()
    {
        try
        {
            await _client.Containers.WaitContainerAsync(_container, _disposed.Token);
            await _pump;

            // The engine goes on taking input for a process that has ended; whoever still writes must hear of it.
            _stream.Dispose();

            var state = (await _client.Containers.InspectContainerAsync(_container, _disposed.Token)).State!;
            var kind = KindOf((SandboxExitKind)Volatile.Read(ref _cause), state.OOMKilled, state.ExitCode);
            return new SandboxExit(state.ExitCode, kind, _errors.ToString());
        }
        catch (OperationCanceledException e)
        {
            throw new SandboxException("The container was disposed of before its main process had ended.", e);
        }
        catch (Exception e) when (e is DockerApiException or HttpRequestException or IOException)
        {
            throw new SandboxException($"The container was lost while it ran ({e.GetBaseException().Message}). Somebody removed it, or the Docker engine was stopped.", e);
        }
        finally
        {
            // The result does not wait for the removal, and the removal does not wait for the caller.
            _ = _removal.Value;
        }
    }

    private async Task KillAsync(SandboxExitKind cause)
    {
        if (Interlocked.CompareExchange(ref _cause, (int)cause, (int)SandboxExitKind.Exited) != (int)SandboxExitKind.Exited)
        {
            return;
        }

        await _killed.CancelAsync();
        using var limit = new CancellationTokenSource(_patience);
        try
        {
            await _client.Containers.KillContainerAsync(_container, new() { Signal = "SIGKILL" }, limit.Token);
        }
        catch (DockerApiException e)
        {
            _logger.LogDebug(e, "{Container} ended before it could be killed.", _container);
        }
    }

    private async Task RemoveAsync()
    {
        try
        {
            await _live.RemoveAsync(_client, _container);
        }
        catch (Exception e) when (e is DockerApiException or HttpRequestException or OperationCanceledException or IOException)
        {
            _logger.LogWarning(e, "The container {Container} could not be removed; the next start of this program tries again.", _container);
        }
        finally
        {
            _slot.Dispose();
        }
    }
}
