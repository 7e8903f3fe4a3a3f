using System.Net;
using Orleans.Runtime.Messaging;
using SelfHealing.Silo;
using SelfHealing.Storage;

namespace SelfHealing.Cli.Silos;

/// <summary>Speaks to a server, or to the silo that holds the data folder, and hosts one here when there is none.</summary>
/// <param name="time">The clock.</param>
/// <param name="token">The token for servers; null or empty for none.</param>
internal sealed class EmbeddedSilos(TimeProvider time, string? token) : ISilos
{
    private static readonly TimeSpan OwnerPatience = TimeSpan.FromSeconds(3);

    public async Task<ISiloSession> OpenAsync(string place, string settingsFolder, IProgress<string> progress, CancellationToken cancellationToken)
    {
        if (ServerAddress.Of(place) is { } server)
        {
            return new ServedSession(server, token);
        }

        var folder = DataFolder.Open(place);
        while (true)
        {
            if (SiloLock.TryTake(folder) is { } taken)
            {
                progress.Report($"Opening the data folder {place}");
                return await HostAsync(new EmbeddedSiloOptions { DataFolder = folder, SettingsFolder = DataFolder.Open(settingsFolder) }, taken, cancellationToken);
            }

            progress.Report("Joining the selfheal process that works on this data folder");
            if (await JoinAsync(folder, cancellationToken) is { } joined)
            {
                return joined;
            }
        }
    }

    private async Task<ISiloSession> HostAsync(EmbeddedSiloOptions options, SiloLock taken, CancellationToken cancellationToken)
    {
        try
        {
            var silo = await EmbeddedSilo.StartAsync(options, cancellationToken);
            await taken.PublishAsync(silo.Gateway.ToString(), time, cancellationToken);
            return new HostedSession(silo, taken);
        }
        catch
        {
            taken.Dispose();
            throw;
        }
    }

    /// <returns>Null when the owner went away meanwhile: then the lock may be free.</returns>
    private async Task<ISiloSession?> JoinAsync(DataFolder folder, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(OwnerPatience);
        try
        {
            var owner = await SiloLock.WaitForOwnerAsync(folder, patience.Token);
            if (ServerAddress.Of(owner.Gateway) is { } gateway)
            {
                return new ServedSession(gateway, token);
            }

            return await JoinedSession.ConnectAsync(IPEndPoint.Parse(owner.Gateway), patience.Token);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested && e is OperationCanceledException or ConnectionFailedException or IOException or Orleans.Runtime.OrleansException)
        {
            return null;
        }
    }
}
