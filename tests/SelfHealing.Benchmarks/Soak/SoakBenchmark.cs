using System.Diagnostics;
using SelfHealing.Benchmarks.Clusters;
using SelfHealing.Incidents;
using SelfHealing.TestSilo;
using SelfHealing.TestSilo.StandIns;

namespace SelfHealing.Benchmarks.Soak;

/// <summary>Many incidents on several silos while one silo after the other is killed: with real clones, remotes and containers.</summary>
internal static class SoakBenchmark
{
    private const int Repositories = 32;
    private const int Places = 4;
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(60);
    private static readonly TimeSpan s_tidying = TimeSpan.FromMinutes(2);

    public static async Task<SoakResult> RunAsync(string? server, int incidents, int silos, TimeSpan killEvery, int seed)
    {
        var folder = Directory.CreateTempSubdirectory("selfheal-soak-").FullName;
        try
        {
            await using var sandboxes = SandboxParts.Build(folder);
            var image = await SandboxParts.EnsureImageAsync(sandboxes);
            await using var postgres = await DatabaseServer.OpenAsync(server);
            await using var database = await postgres.CreateAsync("soak");
            await database.RunAsync(SideEffects.Table);
            var standIns = new StandInSettings { Latency = TimeSpan.FromMilliseconds(200), Effects = database.ConnectionString, HasGit = true, ContainerImage = image };
            await using var set = await SiloSet.StartAsync(
                database, silos, Places, standIns, ("SelfHealing:Reaping:Every", "00:00:10"), ("SelfHealing:Reaping:Clones", "00:00:10"));
            return await RunAsync(set, database, new SoakRepositories(folder, Repositories), incidents, killEvery, seed);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<SoakResult> RunAsync(SiloSet set, Database database, SoakRepositories repositories, int incidents, TimeSpan killEvery, int seed)
    {
        var chaos = new Chaos(set, database, killEvery, seed);
        using var stop = new CancellationTokenSource();
        var killing = chaos.RunAsync(stop.Token);
        var watch = Stopwatch.StartNew();
        await SubmitAsync(set, repositories, incidents);
        var ended = await WaitAsync(database, incidents);
        var seconds = watch.Elapsed.TotalSeconds;
        await stop.CancelAsync();
        await killing;

        var (containers, clones) = await LeftoversAsync(set);
        var resumes = await chaos.ResumeSecondsAsync();
        var published = repositories.Published().ToList();
        var resolved = await database.ScalarAsync<long>("SELECT count(DISTINCT Incident) FROM JournalEvents WHERE Event LIKE '{\"kind\":\"closed\",\"status\":\"resolved\"%'");
        var ran = await database.ScalarAsync<long>("SELECT count(*) FROM effects WHERE kind = 'test' AND step = 'reproduce'");
        var result = new SoakResult(
            incidents,
            ended,
            Lost: incidents - published.Distinct(StringComparer.Ordinal).Count(),
            Doubled: (published.Count - published.Distinct(StringComparer.Ordinal).Count()) + await DoubledEventsAsync(database),
            containers,
            clones,
            resumes.Count > 0 ? resumes[resumes.Count / 2] : 0,
            await database.StateBytesAsync(),
            resolved,
            chaos.Kills.Count,
            resumes.Count,
            ran,
            seconds);
        Console.WriteLine(result);
        return result;
    }

    private static Task SubmitAsync(SiloSet set, SoakRepositories repositories, int incidents) => Parallel.ForEachAsync(
        Enumerable.Range(0, incidents),
        new ParallelOptions { MaxDegreeOfParallelism = 8 },
        async (number, cancellationToken) =>
        {
            // A silo that dies while it takes a report leaves the outcome unknown: submitting the same again is right.
            for (var isTaken = false; !isTaken;)
            {
                try
                {
                    await set.Grains.GetGrain<IIncidentGrain>($"inc-soak-{number}").SubmitAsync(Reports.Of($"soak-{number}", repositories.Of(number)), cancellationToken);
                    isTaken = true;
                }
                catch (Exception e) when (e is OrleansException or TimeoutException)
                {
                    await Task.Delay(TimeSpan.FromSeconds(1), cancellationToken);
                }
            }
        });

    private static async Task<long> WaitAsync(Database database, int incidents)
    {
        var ended = 0L;
        for (var watch = Stopwatch.StartNew(); ended < incidents && watch.Elapsed < s_patience; await Task.Delay(TimeSpan.FromSeconds(1)))
        {
            ended = await database.ScalarAsync<long>("SELECT count(*) FROM Incidents WHERE IsClosed");
        }

        return ended;
    }

    // A result that is written twice, or a thing that was made twice.
    private static async Task<long> DoubledEventsAsync(Database database) =>
        await database.ScalarAsync<long>("SELECT count(*) FROM (SELECT incident FROM effects WHERE kind = 'publish' GROUP BY incident, step HAVING count(*) > 1) doubled")
        + await database.ScalarAsync<long>(
            "SELECT count(*) FROM (SELECT Incident FROM JournalEvents WHERE Event LIKE '{\"kind\":\"deployed\"%' OR Event LIKE '{\"kind\":\"closed\"%' GROUP BY Incident, left(Event, 16) HAVING count(*) > 1) doubled");

    /// <summary>What is left once every silo had its turn to tidy up.</summary>
    private static async Task<(int Containers, int Clones)> LeftoversAsync(SiloSet set)
    {
        var left = (Containers: 0, Clones: 0);
        for (var watch = Stopwatch.StartNew(); watch.Elapsed < s_tidying; await Task.Delay(TimeSpan.FromSeconds(2)))
        {
            left = (Containers(), Enumerable.Range(0, set.Silos.Count).Sum(index => Clones(set.FolderOf(index))));
            if (left is (0, 0))
            {
                break;
            }
        }

        return left;
    }

    private static int Containers()
    {
        using var docker = Process.Start(new ProcessStartInfo("docker", ["ps", "-aq", "--filter", $"label=selfheal.cluster={SiloArguments.ClusterId}"]) { UseShellExecute = false, RedirectStandardOutput = true })!;
        var listed = docker.StandardOutput.ReadToEnd();
        docker.WaitForExit();
        return listed.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length;
    }

    // A silo that had nothing to clone has no such folder.
    private static int Clones(string folder) => new DirectoryInfo(Path.Combine(folder, "repositories", "checkouts")) is { Exists: true } checkouts
        ? checkouts.EnumerateFiles("inc-soak-*.json").Count()
        : 0;
}

/// <summary>What became of the incidents.</summary>
/// <param name="Submitted">How many were submitted.</param>
/// <param name="Ended">How many are closed.</param>
/// <param name="Lost">How many have no branch.</param>
/// <param name="Doubled">Commits, publications and ends beyond one an incident.</param>
/// <param name="LeakedContainers">Containers that are left once the silos have tidied up.</param>
/// <param name="LeakedClones">Checkouts of incidents that are left once the silos have tidied up.</param>
/// <param name="ResumeMedianSeconds">Seconds from a kill to the next event of an incident of the victim's that half of them took at most.</param>
/// <param name="StateBytes">Bytes of all tables with their indexes.</param>
/// <param name="Resolved">How many ended with a fix.</param>
/// <param name="Kills">Silos that were killed.</param>
/// <param name="Resumes">Incidents that were under way on a silo that was killed.</param>
/// <param name="Containers">Containers that ran to their end.</param>
/// <param name="Seconds">From the first submission to the last end.</param>
internal sealed record SoakResult(
    int Submitted, long Ended, long Lost, long Doubled, int LeakedContainers, int LeakedClones, double ResumeMedianSeconds, long StateBytes,
    long Resolved, int Kills, int Resumes, long Containers, double Seconds);
