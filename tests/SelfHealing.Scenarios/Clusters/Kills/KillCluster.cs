using System.Globalization;
using SelfHealing.Benchmarks.Clusters;
using SelfHealing.Benchmarks.Soak;
using SelfHealing.Client;
using SelfHealing.Incidents;
using SelfHealing.ModelServers;
using SelfHealing.Scenarios.Panels;
using SelfHealing.TestSilo;
using SelfHealing.TestSilo.StandIns;

namespace SelfHealing.Scenarios.Clusters.Kills;

/// <summary>Two silos in processes of their own on a real PostgreSQL server, a real remote and a vendor of models. Whoever comes to an ordered place is killed and replaced.</summary>
public sealed class KillCluster : IAsyncLifetime
{
    private const int Silos = 2;
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);

    private readonly string _folder = Directory.CreateTempSubdirectory("selfheal-kills-").FullName;
    private DatabaseServer? _server;
    private SiloSet? _set;
    private int _number;

    internal Database Database { get; private set; } = null!;

    internal SoakRepositories Repositories { get; private set; } = null!;

    internal ModelServer Vendor { get; private set; } = null!;

    internal IGrainFactory Grains => _set!.Grains;

    private string Orders => Path.Combine(_folder, "orders");

    public async ValueTask InitializeAsync()
    {
        _server = await DatabaseServer.OpenAsync(named: null);
        Database = await _server.CreateAsync("kills");
        await Database.RunAsync(SideEffects.Table);
        Repositories = new SoakRepositories(Path.Combine(_folder, "repositories"), count: 1);
        Vendor = await ModelServer.StartAsync(_ => ModelReply.Says("""{"root_cause": "f adds too little", "affected_files": ["a.py"], "fix_strategy": "add more"}"""));
        var planner = new PanelModel("planner", Dialect.OpenAIChat, Vendor.Endpoint(Dialect.OpenAIChat))
        {
            Roles = ["planner"],
            Further = new Dictionary<string, string>(StringComparer.Ordinal) { ["InputPrice"] = "10", ["OutputPrice"] = "10" },
        };
        var standIns = new StandInSettings { Latency = TimeSpan.FromMilliseconds(50), Effects = Database.ConnectionString, HasGit = true, KillFile = Orders };
        _set = await SiloSet.StartAsync(Database, Silos, places: 4, standIns, [.. planner.Settings.Select(s => (s.Key, s.Value!))]);
    }

    /// <summary>Repairs an incident while silos are killed, and watches it to its end.</summary>
    /// <param name="orders">Where silos are killed, one after the other.</param>
    internal async Task<KilledRepair> RepairAsync(params IReadOnlyList<KillCell> orders)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(s_patience);
        await _set!.AreTogetherAsync(patience.Token);
        if (orders.Count > 0)
        {
            await File.WriteAllTextAsync(Orders + ".new", string.Join('\n', orders));
            File.Move(Orders + ".new", Orders);
        }

        var name = string.Create(CultureInfo.InvariantCulture, $"kill-{++_number}");
        var kills = ReplaceAsync(orders.Count, patience.Token);
        try
        {
            var report = Reports.Of(name, Repositories.Of(0), tenant: name);
            var handle = await _set.Client.SubmitAsync(report, new SubmitOptions { Id = $"inc-{name}" }, patience.Token);
            var watched = await handle.WatchAsync(0, patience.Token).OfType<EventSignal>().Select(s => s.Recorded).ToListAsync(patience.Token);
            var toldAfter = DateTimeOffset.UtcNow - watched[^1].At;
            File.Exists(Orders).ShouldBeFalse($"No silo came to {string.Join(", ", orders)}.");
            return new KilledRepair(handle.Id, name, watched, toldAfter, await kills);
        }
        finally
        {
            File.Delete(Orders);
            await patience.CancelAsync();
            await ((Task)kills).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_set is not null)
        {
            await _set.DisposeAsync();
        }

        if (Vendor is not null)
        {
            await Vendor.DisposeAsync();
        }

        if (Database is not null)
        {
            await Database.DisposeAsync();
        }

        if (_server is not null)
        {
            await _server.DisposeAsync();
        }

        Directory.Delete(_folder, recursive: true);
    }

    private async Task<IReadOnlyList<DateTimeOffset>> ReplaceAsync(int count, CancellationToken cancellationToken)
    {
        var kills = new List<DateTimeOffset>();
        while (kills.Count < count)
        {
            var (index, endedAt) = await _set!.AnyEndAsync(cancellationToken);
            kills.Add(endedAt);
            await _set.ReplaceAsync(index);
        }

        return kills;
    }
}
