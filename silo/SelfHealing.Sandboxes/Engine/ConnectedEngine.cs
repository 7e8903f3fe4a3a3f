using Docker.DotNet;

namespace SelfHealing.Sandboxes.Engine;

/// <summary>An engine that answered, and the client that speaks with it.</summary>
internal sealed record ConnectedEngine(EngineFacts Facts, DockerClient Client) : IDisposable
{
    /// <summary>The newest API whose behaviour is relied on; a newer engine is asked for this one.</summary>
    private static readonly Version _newest = new(1, 47);

    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(5);

    /// <summary>Connects to an engine.</summary>
    /// <returns>The engine, or null when nothing answers there within a few seconds.</returns>
    public static async Task<(ConnectedEngine? Engine, string Reason)> TryAsync(EngineEndpoint endpoint, CancellationToken cancellationToken)
    {
        // A socket that is not there is found out without a client, whose own error is about its connection pool.
        if (endpoint.Address.Scheme == "unix" && !File.Exists(endpoint.Address.LocalPath))
        {
            return (null, "there is no such socket");
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(_patience);
        try
        {
            using var scout = new DockerClientBuilder().WithEndpoint(endpoint.Address).Build();
            var version = await scout.System.GetVersionAsync(limit.Token);
            var api = Negotiate(version.MinAPIVersion, version.APIVersion);
            var info = await scout.System.GetSystemInfoAsync(limit.Token);
            var client = new DockerClientBuilder().WithEndpoint(endpoint.Address).WithApiVersion(api).WithTimeout(Timeout.InfiniteTimeSpan).Build();
            var facts = new EngineFacts(endpoint, version.Version, api, info.Runtimes?.ContainsKey("runsc") ?? false, info.NCPU, info.MemTotal);
            return (new ConnectedEngine(facts, client), "");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return (null, $"it did not answer within {_patience.TotalSeconds:0} s");
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return (null, e.GetBaseException().Message.TrimEnd('.'));
        }
    }

    /// <summary>Why the engine does not answer any more; null when it does.</summary>
    public async Task<string?> WhySilentAsync(CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(_patience);
        try
        {
            await Client.System.PingAsync(limit.Token);
            return null;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return $"{Facts.Endpoint.Address} did not answer within {_patience.TotalSeconds:0} s";
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return $"{Facts.Endpoint.Address}: {e.GetBaseException().Message.TrimEnd('.')}";
        }
    }

    /// <summary>The API version to speak: the newest one relied on, as far as the engine goes along.</summary>
    public static Version Negotiate(string? oldest, string newest)
    {
        var most = System.Version.Parse(newest);
        var least = System.Version.TryParse(oldest, out var parsed) ? parsed : most;
        return _newest > most ? most : _newest < least ? least : _newest;
    }

    public void Dispose() => Client.Dispose();
}
