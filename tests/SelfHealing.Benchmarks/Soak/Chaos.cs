using SelfHealing.Benchmarks.Clusters;

namespace SelfHealing.Benchmarks.Soak;

/// <summary>Kills one silo after the other, and keeps what each was working on.</summary>
internal sealed class Chaos(SiloSet set, Database database, TimeSpan every, int seed)
{
    private const string Incidents = "SelfHealing.Grains.Incidents.IncidentGrain,SelfHealing.Grains";

    private readonly Random _random = new(seed);
    private readonly List<Kill> _kills = [];

    public IReadOnlyList<Kill> Kills => _kills;

    /// <summary>Kills until it is stopped; every victim is replaced at once.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(every);
        try
        {
            while (await timer.WaitForNextTickAsync(stop))
            {
                var victim = _random.Next(set.Silos.Count);
                var incidents = await IncidentsOfAsync(set.Silos[victim].SiloPort);
                _kills.Add(new Kill(DateTimeOffset.UtcNow, incidents));
                Console.WriteLine($"kill -9 of silo {victim} with {incidents.Count} incidents");
                await set.ReplaceAsync(victim);
            }
        }
        catch (OperationCanceledException)
        {
            // The work is done.
        }
    }

    /// <summary>Seconds from each kill to the next event of each incident that its silo worked on.</summary>
    public async Task<IReadOnlyList<double>> ResumeSecondsAsync()
    {
        var seconds = new List<double>();
        foreach (var kill in _kills)
        {
            var next = await database.QueryAsync(
                "SELECT min(At) FROM JournalEvents WHERE Incident = ANY($1) AND At > $2 GROUP BY Incident", row => row.GetFieldValue<DateTimeOffset>(0), (object)kill.Incidents.ToArray(), kill.At);
            seconds.AddRange(next.Select(at => (at - kill.At).TotalSeconds));
        }

        return [.. seconds.Order()];
    }

    // Those that are open: what is over waits for its collection there too.
    private async Task<IReadOnlyList<string>> IncidentsOfAsync(int siloPort)
    {
        try
        {
            var management = set.Grains.GetGrain<IManagementGrain>(0);
            var grains = await management.GetDetailedGrainStatistics([Incidents]);
            string[] there = [.. grains.Where(g => g.SiloAddress.Endpoint.Port == siloPort).Select(g => g.GrainId.Key.ToString()!)];
            return await database.QueryAsync("SELECT Incident FROM Incidents WHERE NOT IsClosed AND IsAdmitted AND Incident = ANY($1)", row => row.GetString(0), (object)there);
        }
        catch (Exception e) when (e is OrleansException or TimeoutException)
        {
            // The silo that was asked is the one that died last: this kill is not measured, and happens all the same.
            return [];
        }
    }
}

/// <summary>One kill.</summary>
/// <param name="At">When (UTC).</param>
/// <param name="Incidents">What the silo worked on.</param>
internal sealed record Kill(DateTimeOffset At, IReadOnlyList<string> Incidents);
