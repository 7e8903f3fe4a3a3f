using Docker.DotNet;
using Docker.DotNet.Models;
using Microsoft.Extensions.Options;
using SelfHealing.Sandboxes.Engine;
using SelfHealing.Sandboxes.Jobs;
using SelfHealing.Sandboxes.Reaping;

namespace SelfHealing.Sandboxes.Images;

/// <summary>Makes an image by running a command, with network and as the container's root, in a container of another one.</summary>
/// <remarks>
/// The files the command sees lie in a <c>/work</c> of the container's memory, so they are not kept in the image;
/// what it installs elsewhere is. An installation that points back into <c>/work</c> (<c>pip install -e .</c>) works because
/// every job has its files at the same place. The host gives nothing but the network: no mounts, no engine, no new privileges.
/// </remarks>
internal sealed class PreparedImage(LiveContainers live, IOptions<SandboxOptions> options, TimeProvider time)
{
    private const long Mebi = 1 << 20;

    /// <summary>What package managers need of root: to own files, and to run their downloads as somebody else.</summary>
    private static readonly string[] _capabilities = ["CHOWN", "DAC_OVERRIDE", "FOWNER", "FSETID", "KILL", "SETFCAP", "SETGID", "SETUID", "SYS_CHROOT"];

    /// <summary>Runs the command and keeps the result.</summary>
    /// <param name="engine">The engine.</param>
    /// <param name="from">The image to start from.</param>
    /// <param name="command">Shell command.</param>
    /// <param name="files">What the command sees in <c>/work</c>, and in which folder of it it runs; null for nothing.</param>
    /// <param name="to">Repository and tag of the result.</param>
    /// <param name="changes">Further changes in the words of a Dockerfile.</param>
    /// <param name="progress">Told the last line of output.</param>
    /// <param name="cancellationToken">Kills the command.</param>
    /// <returns>The output's end and the exit code; the image exists when that is 0.</returns>
    public async Task<PreparedResult> RunAsync(
        ConnectedEngine engine,
        string from,
        string command,
        ImageSetUp? files,
        (string Repository, string Tag) to,
        IEnumerable<string> changes,
        IProgress<string> progress,
        CancellationToken cancellationToken)
    {
        var containers = engine.Client.Containers;
        var name = Labels.NewName();
        var container = Container(name, engine.Facts, from, command, files);
        live.Add(name);
        using var wallClock = new CancellationTokenSource(options.Value.SetUpTimeout, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, wallClock.Token);
        var tail = new OutputTail(progress);
        try
        {
            // The engine goes on making a container whose caller has left, so this call is not given up.
            await containers.CreateContainerAsync(container, CancellationToken.None);
            live.Made(name);
            using var stream = await containers.AttachContainerAsync(
                name, new ContainerAttachParameters { Stream = true, Stdin = true, Stdout = true, Stderr = true }, both.Token);
            await containers.StartContainerAsync(name, new ContainerStartParameters(), both.Token);
            var reading = tail.ReadAsync(stream, both.Token);
            await FeedAsync(stream, files, both.Token);
            await reading;
            var exit = await containers.WaitContainerAsync(name, both.Token);
            if (exit.StatusCode == 0)
            {
                progress.Report("Keeping the result of the set-up as an image.");
                await engine.Client.Images.CommitContainerChangesAsync(
                    new CommitContainerChangesParameters
                    {
                        ContainerID = name,
                        RepositoryName = to.Repository,
                        Tag = to.Tag,
                        Changes = [.. changes, $"LABEL {Labels.Owner}=\"\"", $"LABEL {Labels.Expires}=\"\"", $"LABEL {Labels.Incident}=\"\"", $"LABEL {Labels.Cluster}=\"\"", $"LABEL {Labels.Silo}=\"\""],
                    },
                    both.Token);
            }

            return new PreparedResult(exit.StatusCode, tail.Lines);
        }
        catch (OperationCanceledException) when (wallClock.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return new PreparedResult(null, tail.Lines);
        }
        finally
        {
            await live.RemoveAsync(engine.Client, name);
            live.Forget(name);
        }
    }

    private CreateContainerParameters Container(string name, EngineFacts engine, string from, string command, ImageSetUp? files) => new()
    {
        Name = name,
        Image = from,
        Entrypoint = files is null
            ? ["/bin/sh", "-c", command]
            : ["/bin/sh", "-c", "tar -xf - -C /work && cd -- \"/work/$1\" && exec /bin/sh -c \"$2\" </dev/null", "sh", files.Subdirectory, command],
        User = "0:0",
        WorkingDir = Hardening.Work,
        Env = ["HOME=/root", "LANG=C.UTF-8", "DEBIAN_FRONTEND=noninteractive"],
        Healthcheck = new HealthcheckConfig { Test = ["NONE"] },
        Labels = Labels.For("set-up", options.Value.SetUpTimeout, time.GetUtcNow(), options.Value),
        AttachStdin = true,
        AttachStdout = true,
        AttachStderr = true,
        OpenStdin = true,
        StdinOnce = true,
        StopTimeout = TimeSpan.Zero,
        HostConfig = new HostConfig
        {
            // Package managers leave children behind, and nothing here is hostile enough to need process 1 for itself.
            Init = true,
            NetworkMode = options.Value.SetUpNetwork,
            CapDrop = ["ALL"],
            CapAdd = [.. _capabilities],
            SecurityOpt = ["no-new-privileges"],
            IpcMode = "private",
            PidsLimit = 4096,
            Memory = options.Value.MemoryMegabytes * Mebi,
            MemorySwap = options.Value.MemoryMegabytes * Mebi,
            NanoCPUs = Hardening.NanoProcessors(options.Value, engine),
            Tmpfs = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                [Hardening.Work] = $"rw,exec,nosuid,nodev,size={options.Value.WorkMegabytes}m,mode=0755",
            },
            LogConfig = new LogConfig { Type = "none" },
        },
    };

    private static async Task FeedAsync(MultiplexedStream stream, ImageSetUp? files, CancellationToken cancellationToken)
    {
        try
        {
            if (files is not null)
            {
                await using var archive = await files.Archive(cancellationToken);
                await using var input = new ContainerInput(stream);
                await archive.CopyToAsync(input, cancellationToken);
            }

            stream.CloseWrite();
        }
        catch (InputClosedException)
        {
            // A command that ended before it read its files has an exit code and a last line that say more than a broken pipe.
        }
    }
}
