using System.IO.Pipelines;
using CliWrap;
using Docker.DotNet.Models;
using Microsoft.Extensions.Options;
using SelfHealing.Sandboxes.Engine;
using SelfHealing.Sandboxes.Reaping;

namespace SelfHealing.Sandboxes.Images;

/// <summary>Makes an image from Debian packages on this machine, without a registry of images.</summary>
internal sealed class DebianBootstrap(IOptions<SandboxOptions> options)
{
    private const string Workshops = "/var/lib/selfheal/images";

    /// <summary>What is made again in a container or by the next <c>apt-get update</c>, and so not carried in the image.</summary>
    private static readonly string[] _left =
        ["./dev/*", "./proc/*", "./sys/*", "./tmp/*", "./run/*", "./debootstrap", "./var/cache/apt/*", "./var/lib/apt/lists/*", "./var/log/*", "./usr/share/doc/*", "./usr/share/man/*"];

    /// <summary>A bootstrap that is killed leaves neither mounts nor processes: both live in namespaces that end with it.</summary>
    private static readonly string[] _apart = ["--mount", "--pid", "--fork", "--kill-child", "--mount-proc"];

    private static readonly string[] _needed = ["debootstrap", "debian-archive-keyring"];

    /// <summary>Builds the recipe's image.</summary>
    /// <exception cref="SandboxException">A tool is missing and may not be installed, or failed.</exception>
    public async Task BuildAsync(ImageRecipe recipe, ConnectedEngine engine, IProgress<string> progress, CancellationToken cancellationToken)
    {
        await EnsureToolAsync(progress, cancellationToken);
        var mirrors = DebianMirrors.OfThisMachine(recipe.Suite);
        if (options.Value.DebianMirror is { Length: > 0 } chosen)
        {
            mirrors = mirrors with { Main = chosen.TrimEnd('/') };
        }

        var root = Path.Combine(NewWorkshop(), "root");
        try
        {
            progress.Report($"Making the sandbox image {recipe.Reference} from {mirrors.Main}, once; this takes about a minute.");
            await HostCommand.RunAsync(
                "unshare",
                [.. _apart, "debootstrap", "--variant=minbase", $"--include={string.Join(',', recipe.Packages)}", recipe.Suite, root, mirrors.Main],
                line => progress.Report($"Making the sandbox image: {line.Replace("I: ", "", StringComparison.Ordinal)}"),
                cancellationToken);
            await File.WriteAllTextAsync(Path.Combine(root, "etc/apt/sources.list"), mirrors.SourcesList(recipe.Suite), cancellationToken);
            await File.WriteAllTextAsync(Path.Combine(root, "etc/apt/apt.conf.d/90sandbox"), ImageRecipe.AptConfiguration, cancellationToken);

            // The bootstrap copies this machine's own names; a container gets its names from the engine.
            await File.WriteAllTextAsync(Path.Combine(root, "etc/hostname"), "sandbox\n", cancellationToken);
            await File.WriteAllTextAsync(Path.Combine(root, "etc/resolv.conf"), "", cancellationToken);
            Directory.CreateDirectory(Path.Combine(root, "work"));
            progress.Report("Making the sandbox image: handing it to the engine.");
            await ImportAsync(recipe, root, engine, cancellationToken);
        }
        finally
        {
            Directory.Delete(Path.GetDirectoryName(root)!, recursive: true);
        }
    }

    /// <summary>A new folder that only root may look into, because root runs what is written there. Old ones of killed processes go.</summary>
    private static string NewWorkshop()
    {
        var all = OperatingSystem.IsWindows()
            ? throw new SandboxException("Making a sandbox image without a registry of images needs Linux. Let the Docker engine reach a registry, or name an image with --image.")
            : Directory.CreateDirectory(Workshops, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        foreach (var old in all.EnumerateDirectories().Where(d => d.CreationTimeUtc < DateTime.UtcNow.AddHours(-1)))
        {
            old.Delete(recursive: true);
        }

        return all.CreateSubdirectory(Guid.NewGuid().ToString("N")).FullName;
    }

    private static async Task EnsureToolAsync(IProgress<string> progress, CancellationToken cancellationToken)
    {
        if (!Environment.IsPrivilegedProcess)
        {
            throw new SandboxException(
                "No registry of images answers, and making a sandbox image on this machine needs root. Run this command once as root, name an image with --image, or let the Docker engine reach a registry.");
        }

        if (HostCommand.Exists("debootstrap"))
        {
            return;
        }

        if (!HostSystem.CanInstall)
        {
            throw new SandboxException(
                "No registry of images answers, and `debootstrap`, which makes an image without one, is not installed. Install it with this system's package manager, name an image with --image, or let the Docker engine reach a registry.");
        }

        await SystemPackages.InstallAsync("debootstrap, which makes the sandbox image", _needed, progress, cancellationToken);
    }

    private static async Task ImportAsync(ImageRecipe recipe, string root, ConnectedEngine engine, CancellationToken cancellationToken)
    {
        var pipe = new Pipe();
        var pack = PackAsync(root, pipe.Writer, cancellationToken);
        JSONError? error = null;
        await engine.Client.Images.CreateImageAsync(
            new ImagesCreateParameters { FromSrc = "-", Repo = recipe.Repository, Tag = recipe.Tag, Changes = [.. Changes(recipe)] },
            pipe.Reader.AsStream(),
            null,
            new Listener<JSONMessage>(message => error ??= message.Error),
            cancellationToken);
        await pack;
        if (error is not null)
        {
            throw new SandboxException($"The Docker engine could not import the sandbox image: {error.Message}. Check that its disk is not full (`docker system df`).");
        }
    }

    private static async Task PackAsync(string root, PipeWriter writer, CancellationToken cancellationToken)
    {
        try
        {
            await Cli.Wrap("tar")
                .WithArguments(["-C", root, "--numeric-owner", "--one-file-system", .. _left.Select(p => $"--exclude={p}"), "-c", "."])
                .WithStandardOutputPipe(PipeTarget.ToStream(writer.AsStream()))
                .ExecuteAsync(cancellationToken);
            await writer.CompleteAsync();
        }
        catch (Exception e)
        {
            await writer.CompleteAsync(e);
            throw;
        }
    }

    private static IEnumerable<string> Changes(ImageRecipe recipe) =>
    [
        .. recipe.Environment.Select(e => $"ENV {e.Key}={e.Value}"),
        "WORKDIR /work",
        $"LABEL {Labels.Recipe}={recipe.Name}",
        "CMD [\"/bin/sh\"]",
    ];
}
