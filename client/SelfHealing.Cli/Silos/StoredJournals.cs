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
        return Task.FromResult(
            Directory.Exists(dataFolder) && File.Exists(DataFolder.Open(dataFolder).Database) ? Services(dataFolder).GetRequiredService<IEventJournal>() : null);
    }

    /// <summary>The artifacts of a data folder, which is made if it is not there.</summary>
    public IArtifacts Artifacts(string dataFolder) => Services(dataFolder).GetRequiredService<IArtifacts>();

    private ServiceProvider Services(string dataFolder) => _open.TryGetValue(dataFolder, out var services)
        ? services
        : _open[dataFolder] = new ServiceCollection().AddSqliteStorage(DataFolder.Open(dataFolder)).BuildServiceProvider();

    public async ValueTask DisposeAsync()
    {
        foreach (var services in _open.Values)
        {
            await services.DisposeAsync();
        }
    }
}
