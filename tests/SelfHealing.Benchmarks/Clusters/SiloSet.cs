using SelfHealing.Admission;
using SelfHealing.Client;
using SelfHealing.TestSilo.StandIns;

namespace SelfHealing.Benchmarks.Clusters;

/// <summary>Some silos on one database, each a process with a disk of its own, and a client of them.</summary>
internal sealed class SiloSet : IAsyncDisposable
{
    private readonly Database _database;
    private readonly string _folder;
    private readonly int _places;
    private readonly StandInSettings _standIns;
    private readonly (string Key, string Value)[] _more;
    private readonly SiloProcess[] _silos;
    private ClusterClient? _client;

    private SiloSet(Database database, int silos, int places, StandInSettings standIns, (string Key, string Value)[] more)
    {
        _database = database;
        _folder = Directory.CreateTempSubdirectory("selfheal-silos-").FullName;
        (_places, _standIns, _more) = (places, standIns, more);
        _silos = [.. Enumerable.Range(0, silos).Select(Make)];
    }

    public IReadOnlyList<SiloProcess> Silos => _silos;

    public IGrainFactory Grains => _client!.Grains;

    /// <summary>The client that callers use.</summary>
    public ISelfHealingClient Client => _client!.SelfHealing;

    /// <summary>Memory of all silos, in bytes.</summary>
    public long Rss => _silos.Sum(s => s.Rss);

    /// <summary>The disk of a silo, which the one that replaces it uses again.</summary>
    public string FolderOf(int index) => Path.Combine(_folder, $"silo-{index}");

    /// <summary>Starts the silos and waits until all of them have announced themselves.</summary>
    public static async Task<SiloSet> StartAsync(Database database, int silos, int places, StandInSettings standIns, params (string Key, string Value)[] more)
    {
        var set = new SiloSet(database, silos, places, standIns, more);
        try
        {
            set._client = await ClusterClient.ConnectAsync(database);
            await set.WaitForAsync(silos * places);
            return set;
        }
        catch
        {
            await set.DisposeAsync();
            throw;
        }
    }

    /// <summary>Waits until the cluster is these silos and no others.</summary>
    public async Task AreTogetherAsync(CancellationToken cancellationToken)
    {
        while (!await AreTogetherAsync())
        {
            await Task.Delay(TimeSpan.FromSeconds(0.2), cancellationToken);
        }
    }

    /// <summary>Waits for a silo that ends by itself; tells which, and when.</summary>
    public async Task<(int Index, DateTimeOffset EndedAt)> AnyEndAsync(CancellationToken cancellationToken)
    {
        var ended = await Task.WhenAny(_silos.Select((silo, index) => silo.EndAsync(index, cancellationToken)));
        return await ended;
    }

    /// <summary>kill -9 of one silo; another takes its disk and its place at once.</summary>
    public async Task ReplaceAsync(int index)
    {
        await _silos[index].KillAsync();
        await _silos[index].DisposeAsync();
        _silos[index] = Make(index);
    }

    public async ValueTask DisposeAsync()
    {
        if (_client is not null)
        {
            await _client.DisposeAsync();
        }

        await Task.WhenAll(_silos.Select(s => s.DisposeAsync().AsTask()));
        Directory.Delete(_folder, recursive: true);
    }

    private SiloProcess Make(int index) => SiloProcess.Start($"silo-{index}", FolderOf(index), SiloArguments.Of(_database, FolderOf(index), _places, _more), _standIns);

    private async Task<bool> AreTogetherAsync()
    {
        try
        {
            var active = await Grains.GetGrain<IManagementGrain>(0).GetHosts(onlyActive: true);
            return active.Keys.Select(silo => silo.Endpoint.Port).Order().SequenceEqual(_silos.Select(silo => silo.SiloPort).Order());
        }
        catch (Exception e) when (e is OrleansException or TimeoutException)
        {
            // The silo that was asked is the one that ended.
            return false;
        }
    }

    private async Task WaitForAsync(int places)
    {
        var admission = Grains.GetGrain<IAdmissionGrain>(IAdmissionGrain.Key);
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        while ((await admission.GetReportAsync()).Places < places)
        {
            if (_silos.FirstOrDefault(s => s.HasEnded) is { } ended)
            {
                throw new InvalidOperationException($"A silo ended before it was ready; its output is in {_folder}. It was process {ended.Id}.");
            }

            await Task.Delay(TimeSpan.FromSeconds(0.5), patience.Token);
        }
    }
}
