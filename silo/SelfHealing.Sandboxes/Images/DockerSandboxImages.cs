using System.Security.Cryptography;
using System.Text;
using Docker.DotNet;
using SelfHealing.Sandboxes.Engine;
using SelfHealing.Sandboxes.Reaping;

namespace SelfHealing.Sandboxes.Images;

/// <summary>Makes images once, under a lock between the machine's processes, and finds them again by their names.</summary>
internal sealed class DockerSandboxImages(DockerEngine engine, DebianBootstrap bootstrap, Registry registry, PreparedImage prepared, TimeProvider time) : ISandboxImages
{
    private const string SetUpRepository = "selfheal/setup";

    public async Task<string> EnsureAsync(string recipe, IProgress<string> progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(progress);
        return await EnsureAsync(RecipeOf(recipe), progress, cancellationToken);
    }

    internal Task<string> EnsureAsync(ImageRecipe recipe, IProgress<string> progress, CancellationToken cancellationToken) =>
        OnceAsync(recipe.Reference, $"image-{recipe.Name}-{recipe.Tag}", connected => BuildAsync(recipe, connected, progress, cancellationToken), progress, cancellationToken);

    public async Task<string?> FindAsync(string recipe, CancellationToken cancellationToken)
    {
        var found = RecipeOf(recipe);
        return await IdAsync(await engine.ConnectAsync(cancellationToken), found.Reference, cancellationToken) is null ? null : found.Reference;
    }

    public async Task<string> EnsureReferenceAsync(string image, IProgress<string> progress, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(image);
        ArgumentNullException.ThrowIfNull(progress);
        var connected = await engine.ReachAsync(cancellationToken);
        if (await IdAsync(connected, image, cancellationToken) is null && await registry.PullAsync(connected, image, progress, cancellationToken) is { } reason)
        {
            throw new SandboxException($"The image '{image}' is not on this machine and could not be pulled: {reason.TrimEnd('.')}. Check its name, or build or load it with docker first.");
        }

        return image;
    }

    public async Task<string> EnsureSetUpAsync(string baseImage, ImageSetUp setUp, IProgress<string> progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(setUp);
        ArgumentNullException.ThrowIfNull(progress);
        var connected = await engine.ReachAsync(cancellationToken);
        var id = await IdAsync(connected, baseImage, cancellationToken)
            ?? throw new SandboxException($"The engine has no image '{baseImage}' to set up. Make or pull it first.");

        // The base belongs to the name: the same command on another base is another image.
        var tag = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{id}\n{setUp.Key}")))[..24];
        return await OnceAsync($"{SetUpRepository}:{tag}", $"setup-{tag}", MakeAsync, progress, cancellationToken);

        async Task MakeAsync(ConnectedEngine engine)
        {
            progress.Report($"Running the set-up command once: {setUp.Command}");
            var result = await prepared.RunAsync(engine, baseImage, setUp.Command, setUp, (SetUpRepository, tag), [], progress, cancellationToken);
            if (result.ExitCode != 0)
            {
                throw new SetUpException(Failed(setUp, result));
            }
        }
    }

    private static ImageRecipe RecipeOf(string name) => ImageRecipe.All.FirstOrDefault(r => r.Name == name)
        ?? throw new SandboxException($"There is no image recipe '{name}'. The recipes are: {string.Join(", ", ImageRecipe.All.Select(r => r.Name))}.");

    private async Task BuildAsync(ImageRecipe recipe, ConnectedEngine connected, IProgress<string> progress, CancellationToken cancellationToken)
    {
        if (await registry.PullAsync(connected, recipe.PublicBase, progress, cancellationToken) is { } reason)
        {
            progress.Report($"No public base image ({reason}): making the image from Debian packages instead.");
            await bootstrap.BuildAsync(recipe, connected, progress, cancellationToken);
            return;
        }

        var install = $"printf '%s' '{ImageRecipe.AptConfiguration}' >/etc/apt/apt.conf.d/90sandbox && apt-get update && apt-get install -y --no-install-recommends {string.Join(' ', recipe.Packages)} && rm -rf /var/lib/apt/lists/*";
        var changes = recipe.Environment.Select(e => $"ENV {e.Key}={e.Value}").Append($"LABEL {Labels.Recipe}={recipe.Name}");
        var result = await prepared.RunAsync(connected, recipe.PublicBase, install, null, (recipe.Repository, recipe.Tag), changes, progress, cancellationToken);
        if (result.ExitCode != 0)
        {
            // The base asks Debian's own servers; this machine may know a nearer mirror.
            var last = result.LastLines is [.., var line] ? $" ({line})" : "";
            progress.Report($"Installing packages into {recipe.PublicBase} ended with exit code {result.ExitCode}{last}: making the image from Debian packages instead.");
            await bootstrap.BuildAsync(recipe, connected, progress, cancellationToken);
        }
    }

    /// <summary>Finds the image, or makes it while every other process that wants it waits.</summary>
    private async Task<string> OnceAsync(
        string image, string name, Func<ConnectedEngine, Task> make, IProgress<string> progress, CancellationToken cancellationToken)
    {
        var connected = await engine.ReachAsync(cancellationToken);
        if (await IdAsync(connected, image, cancellationToken) is not null)
        {
            return image;
        }

        using var alone = await MachineLock.TakeAsync(name, () => progress.Report($"Waiting for another process that makes the image {image}."), time, cancellationToken);
        if (await IdAsync(connected, image, cancellationToken) is null)
        {
            try
            {
                await make(connected);
            }
            catch (Exception e) when (e is DockerApiException or HttpRequestException)
            {
                throw new SandboxException($"The Docker engine failed while the image {image} was made: {e.GetBaseException().Message}", e);
            }
        }

        return image;
    }

    private static async Task<string?> IdAsync(ConnectedEngine connected, string image, CancellationToken cancellationToken)
    {
        try
        {
            return (await connected.Client.Images.InspectImageAsync(image, cancellationToken)).ID;
        }
        catch (DockerImageNotFoundException)
        {
            return null;
        }
    }

    private static string Failed(ImageSetUp setUp, PreparedResult result)
    {
        var how = result.ExitCode is { } code ? $"failed with exit code {code}" : "did not end in time";
        return $"The set-up command `{setUp.Command}` {how}. Mend it and try again. It printed last:\n{string.Join('\n', result.LastLines)}";
    }
}
