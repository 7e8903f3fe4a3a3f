using Microsoft.Extensions.DependencyInjection;
using SelfHealing.Storage;

namespace SelfHealing.Cli.Silos;

/// <summary>Journals of data folders, read without a silo, and those of servers.</summary>
/// <param name="token">The token for servers; null or empty for none.</param>
internal sealed class StoredJournals(string? token) : IAsyncDisposable
{
    private readonly Dictionary<string, IAsyncDisposable> _open = new(StringComparer.Ordinal);

    /// <summary>The journal of a place, or null when a data folder holds none; nothing is made by looking.</summary>
    public async Task<IEventJournal?> OpenAsync(string place, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (ServerAddress.Of(place) is { } server)
        {
            return Served(server);
        }

        if (!Directory.Exists(place))
        {
            return null;
        }

        var folder = DataFolder.Open(place);
        return await ServerOfAsync(folder, cancellationToken) is { } owner ? Served(owner)
            : File.Exists(folder.Database) ? Services(place).GetRequiredService<IEventJournal>()
            : null;
    }

    /// <summary>The artifacts of a data folder, which is made if it is not there.</summary>
    /// <exception cref="CliException">The place is a server.</exception>
    public IArtifacts Artifacts(string place) => ServerAddress.Of(place) is null
        ? Services(place).GetRequiredService<IArtifacts>()
        : throw new CliException($"The server {place} keeps the texts of model calls to itself. Leave out --content, --export and --replay, or run the command where its data is.");

    public async ValueTask DisposeAsync()
    {
        foreach (var opened in _open.Values)
        {
            await opened.DisposeAsync();
        }
    }

    /// <summary>The address of the server that has the folder; null when none does.</summary>
    private static async Task<Uri?> ServerOfAsync(DataFolder folder, CancellationToken cancellationToken)
    {
        if (await SiloLock.FindOwnerAsync(folder, cancellationToken) is not { Gateway: var gateway } || ServerAddress.Of(gateway) is not { } server)
        {
            return null;
        }

        // An owner that was killed left its address behind: taking the lock clears it.
        using var taken = SiloLock.TryTake(folder);
        return taken is null ? server : null;
    }

    private ServedJournal Served(Uri server)
    {
        var session = _open.TryGetValue(server.ToString(), out var open) ? (ServedSession)open : new ServedSession(server, token);
        _open[server.ToString()] = session;
        return new ServedJournal(session.Client);
    }

    private ServiceProvider Services(string folder)
    {
        var services = _open.TryGetValue(folder, out var open)
            ? (ServiceProvider)open
            : new ServiceCollection().AddSqliteStorage(DataFolder.Open(folder)).BuildServiceProvider();
        _open[folder] = services;
        return services;
    }
}
