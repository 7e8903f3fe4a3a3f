using System.Collections.Concurrent;
using Docker.DotNet;
using Docker.DotNet.Models;

namespace SelfHealing.Sandboxes.Jobs;

/// <summary>The containers that this process has made and not yet removed, and the one way to remove them.</summary>
internal sealed class LiveContainers
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(30);
    private readonly ConcurrentDictionary<string, bool> _names = new(StringComparer.Ordinal);
    private volatile bool _closed;
    private readonly ConcurrentDictionary<string, Lazy<Task>> _removals = new(StringComparer.Ordinal);

    /// <summary>Names of the containers.</summary>
    public IReadOnlyCollection<string> Names => [.. _names.Keys];

    /// <summary>Notes a container before it is made, so that no crash of a call loses it.</summary>
    /// <exception cref="SandboxException">The process is stopping.</exception>
    public void Add(string name)
    {
        _names[name] = false;
        if (_closed)
        {
            _names.TryRemove(name, out _);
            throw Stopping();
        }
    }

    /// <summary>Notes that the engine has made a container.</summary>
    /// <exception cref="SandboxException">The process began to stop meanwhile: whoever made it must remove it.</exception>
    public void Made(string name)
    {
        _names[name] = true;
        if (_closed)
        {
            throw Stopping();
        }
    }

    /// <summary>Notes that a container was never made.</summary>
    public void Forget(string name) => _names.TryRemove(name, out _);

    /// <summary>From now on no container is made any more.</summary>
    public void Close() => _closed = true;

    /// <summary>Kills and removes a container with its volumes. No token: nothing may keep a container alive.</summary>
    /// <remarks>The engine refuses a second removal while the first is under way, so whoever asks again waits for the first.</remarks>
    public Task RemoveAsync(DockerClient client, string name) =>
        _removals.GetOrAdd(name, static (name, own) => new Lazy<Task>(() => own.Self.ForceAsync(own.Client, name)), (Self: this, Client: client)).Value;

    private async Task ForceAsync(DockerClient client, string name)
    {
        using var limit = new CancellationTokenSource(_patience);
        try
        {
            await client.Containers.RemoveContainerAsync(name, new ContainerRemoveParameters { Force = true, RemoveVolumes = true }, limit.Token);
        }
        catch (DockerContainerNotFoundException)
        {
            // Gone already, which is what is wanted; or the engine is still making it, and its maker removes it.
        }
        catch (DockerApiException e) when (e.StatusCode == System.Net.HttpStatusCode.Conflict)
        {
            // Another process is removing it.
        }
        finally
        {
            _removals.TryRemove(name, out _);
        }

        _names.TryRemove(KeyValuePair.Create(name, true));
    }

    private static SandboxException Stopping() => new("This process is stopping, so it starts no container any more.");
}
