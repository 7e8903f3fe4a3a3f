using Microsoft.Extensions.DependencyInjection;
using SelfHealing.Storage;

namespace SelfHealing.Cli.Silos;

/// <summary>Journals of data folders, read without a silo.</summary>
internal sealed class StoredJournals : IAsyncDisposable
{
    private readonly Dictionary<string, ServiceProvider> _open = new(StringComparer.Ordinal);

    /// <summary>The journal of a data folder, or null when the folder holds none; nothing is made by looking.</summary>
    public Task<IEventJournal?> OpenAsync(string dataFolder, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (!_open.TryGetValue(dataFolder, out var services))
        {
            if (!Directory.Exists(dataFolder) || !File.Exists(DataFolder.Open(dataFolder).Database))
            {
                return Task.FromResult<IEventJournal?>(null);
            }

            _open[dataFolder] = services = new ServiceCollection().AddSqliteStorage(DataFolder.Open(dataFolder)).BuildServiceProvider();
        }

        return Task.FromResult<IEventJournal?>(services.GetRequiredService<IEventJournal>());
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var services in _open.Values)
        {
            await services.DisposeAsync();
        }
    }
}
