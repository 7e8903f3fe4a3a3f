namespace SelfHealing.Sandboxes;

/// <summary>Makes sandbox images once and keeps them.</summary>
public interface ISandboxImages
{
    /// <summary>The image of a recipe (for instance <c>python</c>), built if it is not there. Named by the content that made it.</summary>
    Task<string> EnsureAsync(string recipe, IProgress<string> progress, CancellationToken cancellationToken);

    /// <summary>The image of a recipe if it is there already, else null. Nothing is built or pulled.</summary>
    /// <exception cref="SandboxException">No engine answers, or there is no such recipe.</exception>
    Task<string?> FindAsync(string recipe, CancellationToken cancellationToken);

    /// <summary>A user's own image, pulled if it is not there.</summary>
    Task<string> EnsureReferenceAsync(string image, IProgress<string> progress, CancellationToken cancellationToken);

    /// <summary>An image with the result of a set-up command run once, with network, on the workspace's files.</summary>
    /// <param name="baseImage">The image to start from.</param>
    /// <param name="setUp">The command, the files it sees, and the key that names the result.</param>
    /// <param name="progress">Told what is being waited for.</param>
    /// <param name="cancellationToken">Stops the set-up and removes its container.</param>
    /// <exception cref="SetUpException">The command failed: the user's to mend.</exception>
    Task<string> EnsureSetUpAsync(string baseImage, ImageSetUp setUp, IProgress<string> progress, CancellationToken cancellationToken);
}

/// <summary>A set-up to bake into an image.</summary>
/// <param name="Command">Shell command.</param>
/// <param name="Archive">The workspace's files as an uncompressed tar; the command runs in them, and they are not kept in the image.</param>
/// <param name="Subdirectory">Folder in which it runs.</param>
/// <param name="Key">Digest of the command and the lock files: the same key gives the same image.</param>
public sealed record ImageSetUp(string Command, Func<CancellationToken, Task<Stream>> Archive, string Subdirectory, string Key);

/// <summary>A set-up command failed.</summary>
[GenerateSerializer, Alias("SetUpException")]
public sealed class SetUpException(string message) : Exception(message);
