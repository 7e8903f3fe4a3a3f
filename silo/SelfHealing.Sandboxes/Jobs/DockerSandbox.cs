using Docker.DotNet;
using Docker.DotNet.Models;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SelfHealing.Sandboxes.Engine;
using SelfHealing.Sandboxes.Reaping;

namespace SelfHealing.Sandboxes.Jobs;

/// <summary>Runs each job as the main process of a fresh container.</summary>
internal sealed class DockerSandbox(
    DockerEngine engine, Slots slots, LiveContainers live, IOptions<SandboxOptions> options, TimeProvider time, ILogger<DockerSandbox> logger) : ISandbox
{
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(2);

    /// <summary>How container runtimes say that a program, by its name or by its path, is not there.</summary>
    private static readonly string[] _noProgram = ["executable file not found", ": no such file or directory"];

    public async Task<ISandboxRun> StartAsync(SandboxJob job, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(job);
        if (job.Command.Count == 0)
        {
            throw new SandboxException("A sandbox job needs a command.");
        }

        var connected = await engine.ReachAsync(cancellationToken);
        var slot = await slots.TakeAsync(job.IsInteractive, cancellationToken);
        try
        {
            return await StartAsync(job, connected, slot, cancellationToken);
        }
        catch
        {
            slot.Dispose();
            throw;
        }
    }

    private async Task<ISandboxRun> StartAsync(SandboxJob job, ConnectedEngine connected, IDisposable slot, CancellationToken cancellationToken)
    {
        var client = connected.Client;
        var name = Labels.NewName();
        var container = Hardening.Container(name, job, options.Value, connected.Facts, await VolumesAsync(client, job.Image, cancellationToken), time.GetUtcNow());
        live.Add(name);
        MultiplexedStream? stream = null;
        try
        {
            // The engine goes on making a container whose caller has left, so the call is not given up: what is made can be removed.
            using var limit = new CancellationTokenSource(_patience);
            await client.Containers.CreateContainerAsync(container, limit.Token);
            live.Made(name);
            cancellationToken.ThrowIfCancellationRequested();
            stream = await client.Containers.AttachContainerAsync(
                name, new ContainerAttachParameters { Stream = true, Stdin = true, Stdout = true, Stderr = true }, cancellationToken);
            await client.Containers.StartContainerAsync(name, new ContainerStartParameters(), cancellationToken);
            return new DockerRun(job, client, name, stream, slot, live, time, logger);
        }
        catch (Exception e)
        {
            stream?.Dispose();
            await live.RemoveAsync(client, name);
            live.Forget(name);
            throw e is OperationCanceledException && cancellationToken.IsCancellationRequested ? e : Refused(job, e);
        }
    }

    /// <summary>Folders that the image declares as volumes.</summary>
    private static async Task<IEnumerable<string>> VolumesAsync(DockerClient client, string image, CancellationToken cancellationToken)
    {
        try
        {
            var found = await client.Images.InspectImageAsync(image, cancellationToken);
            return found.Config?.Volumes?.Keys ?? [];
        }
        catch (DockerImageNotFoundException e)
        {
            throw new SandboxException($"The engine has no image '{image}'. Pull or build it first, or leave the image out to use the built-in one.", e);
        }
    }

    private static SandboxException Refused(SandboxJob job, Exception e) => e as SandboxException ?? new SandboxException(
        e is DockerApiException { ResponseBody: { } body } && _noProgram.Any(words => body.Contains(words, StringComparison.Ordinal))
            ? $"The image '{job.Image}' has no program '{job.Command[0]}'. Use an image that has it."
            : $"The Docker engine could not start a container of '{job.Image}': {e.GetBaseException().Message}",
        e);
}
