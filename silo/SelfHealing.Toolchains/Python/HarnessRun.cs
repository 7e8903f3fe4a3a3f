using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Text.Json;
using SelfHealing.Sandboxes;
using SelfHealing.Storage;

namespace SelfHealing.Toolchains.Python;

/// <summary>One container with the harness as its main process: a header and the workspace go in, then requests; messages come out.</summary>
internal sealed class HarnessRun : IAsyncDisposable
{
    private const int ChunkBytes = 64 << 10;

    private readonly ISandboxRun _run;

    private HarnessRun(ISandboxRun run) => _run = run;

    /// <summary>Starts the container and sends it the header and the workspace.</summary>
    /// <exception cref="SandboxException">The container could not be started.</exception>
    public static async Task<HarnessRun> StartAsync(
        ISandbox sandbox, IArtifacts artifacts, Workspace workspace, HarnessHeader header, TimeSpan timeout, CancellationToken cancellationToken)
    {
        await using var archive = await artifacts.OpenAsync(workspace.Archive, cancellationToken);
        return await StartAsync(sandbox, Job(workspace, timeout), header, archive, cancellationToken);
    }

    /// <summary>Starts the container of a job and sends it the header and an archive.</summary>
    /// <exception cref="SandboxException">The container could not be started.</exception>
    public static async Task<HarnessRun> StartAsync(ISandbox sandbox, SandboxJob job, HarnessHeader header, Stream archive, CancellationToken cancellationToken)
    {
        var run = await sandbox.StartAsync(job, cancellationToken);
        try
        {
            await SendAsync(run.Input, new MemoryStream(JsonSerializer.SerializeToUtf8Bytes(header, HarnessJson.Options)), cancellationToken);
            await SendAsync(run.Input, archive, cancellationToken);
            await run.Input.FlushAsync(cancellationToken);
        }
        catch (IOException)
        {
            // It ended before it had read everything: what it said and how it ended tell why, and whoever reads hears it.
        }
        catch
        {
            await run.DisposeAsync();
            throw;
        }

        return new HarnessRun(run);
    }

    /// <summary>The job whose main process is the harness.</summary>
    public static SandboxJob Job(Workspace workspace, TimeSpan timeout) =>
        new(workspace.Incident, workspace.Image, ["python3", "-I", "-u", "-c", HarnessSources.MainProgram]) { Timeout = timeout };

    /// <summary>Sends one request.</summary>
    public async Task RequestAsync(object request, CancellationToken cancellationToken)
    {
        await _run.Input.WriteAsync((byte[])[.. JsonSerializer.SerializeToUtf8Bytes(request, HarnessJson.Options), (byte)'\n'], cancellationToken);
        await _run.Input.FlushAsync(cancellationToken);
    }

    /// <summary>Sends an archive after a request that asks for one.</summary>
    public Task SendAsync(Stream archive, CancellationToken cancellationToken) => SendAsync(_run.Input, archive, cancellationToken);

    /// <summary>Says that no more requests come.</summary>
    public Task CompleteAsync(CancellationToken cancellationToken) => _run.CompleteInputAsync(cancellationToken);

    /// <summary>The harness's messages until it ends.</summary>
    /// <exception cref="SandboxException">The harness said that it cannot go on, or something else wrote on its channel.</exception>
    public async IAsyncEnumerable<HarnessMessage> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var line in _run.ReadLinesAsync(cancellationToken))
        {
            var message = HarnessMessage.Parse(line);
            if (message.Kind == "error")
            {
                throw new SandboxException(message.Text("message") ?? "The harness failed without a word.");
            }

            yield return message;
        }
    }

    /// <summary>How the container ended.</summary>
    public Task<SandboxExit> WaitAsync(CancellationToken cancellationToken) => _run.WaitAsync(cancellationToken);

    /// <summary>Why nothing came, as an exception.</summary>
    public async Task<SandboxException> EndedAsync(CancellationToken cancellationToken)
    {
        var exit = await WaitAsync(cancellationToken);
        var why = exit.Kind switch
        {
            SandboxExitKind.OutOfMemory => "it ran out of memory",
            SandboxExitKind.TimedOut => "its time was over",
            SandboxExitKind.Flooded => "it wrote more than it may",
            _ => $"its main process ended with code {exit.ExitCode}",
        };
        return new SandboxException($"The sandbox gave no result: {why}. {exit.ErrorOutput}".TrimEnd());
    }

    public ValueTask DisposeAsync() => _run.DisposeAsync();

    private static async Task SendAsync(Stream input, Stream content, CancellationToken cancellationToken)
    {
        var buffer = new byte[sizeof(int) + ChunkBytes];
        int count;
        do
        {
            count = await content.ReadAtLeastAsync(buffer.AsMemory(sizeof(int)), ChunkBytes, throwOnEndOfStream: false, cancellationToken);
            BinaryPrimitives.WriteInt32BigEndian(buffer, count);
            await input.WriteAsync(buffer.AsMemory(0, sizeof(int) + count), cancellationToken);
        }
        while (count > 0);
    }
}
