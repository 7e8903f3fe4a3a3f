using Docker.DotNet;
using Docker.DotNet.Models;
using Microsoft.Extensions.Options;
using SelfHealing.Sandboxes.Engine;

namespace SelfHealing.Sandboxes.Images;

/// <summary>Pulls images through the engine, which has its own mirrors and proxies, and gives up soon where none can be reached.</summary>
internal sealed class Registry(IOptions<SandboxOptions> options, TimeProvider time)
{
    /// <summary>Pulls an image.</summary>
    /// <returns>Null when it is there now; otherwise why it is not.</returns>
    public async Task<string?> PullAsync(ConnectedEngine engine, string image, IProgress<string> progress, CancellationToken cancellationToken)
    {
        var patience = options.Value.RegistryPatience;
        if (patience == TimeSpan.Zero)
        {
            return "the configuration asks no registry";
        }

        using var silence = new CancellationTokenSource(patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, silence.Token);
        var heard = false;
        string? error = null;
        try
        {
            progress.Report($"Asking the registry for {image} (at most {patience.TotalSeconds:0} s).");
            await engine.Client.Images.CreateImageAsync(
                new ImagesCreateParameters { FromImage = image, Tag = HasTag(image) ? null : "latest" },
                new AuthConfig(),
                new Listener<JSONMessage>(message =>
                {
                    // The first word from the registry ends the impatience: a large image may take its time.
                    heard = true;
                    silence.CancelAfter(Timeout.InfiniteTimeSpan);
                    error ??= message.Error?.Message;
                    progress.Report($"Pulling {image}: {message.Status} {message.ID}".TrimEnd());
                }),
                either.Token);
            return error;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested && !heard)
        {
            return $"no registry answered within {patience.TotalSeconds:0} s";
        }
        catch (DockerApiException e)
        {
            return e.ResponseBody?.Trim() ?? e.Message;
        }
    }

    /// <summary>Without a tag the engine would pull every one of the repository.</summary>
    private static bool HasTag(string image) => image.Contains('@') || image[(image.LastIndexOf('/') + 1)..].Contains(':');
}
