using SelfHealing.Sandboxes;

namespace SelfHealing.TestSilo.StandIns;

/// <summary>Images that are there already.</summary>
internal sealed class StandInImages : ISandboxImages
{
    public Task<string?> FindAsync(string recipe, CancellationToken cancellationToken) => Task.FromResult<string?>(recipe);

    public Task<string> EnsureAsync(string recipe, IProgress<string> progress, CancellationToken cancellationToken) => Task.FromResult($"{recipe}:stand-in");

    public Task<string> EnsureReferenceAsync(string image, IProgress<string> progress, CancellationToken cancellationToken) => Task.FromResult(image);

    public Task<string> EnsureSetUpAsync(string baseImage, ImageSetUp setUp, IProgress<string> progress, CancellationToken cancellationToken) =>
        Task.FromResult($"{baseImage}-{setUp.Key}");
}
