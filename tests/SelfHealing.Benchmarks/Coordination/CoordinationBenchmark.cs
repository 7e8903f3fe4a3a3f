using SelfHealing.Benchmarks.Clusters;

namespace SelfHealing.Benchmarks.Coordination;

/// <summary>The coordination of a repair alone, beside LangGraph.js: models and sandboxes answer at once, and every step is durable in the same PostgreSQL server.</summary>
internal static class CoordinationBenchmark
{
    public static async Task<CoordinationResult> RunAsync(string? peer, string? server, int incidents, int concurrency)
    {
        await using var postgres = await DatabaseServer.OpenAsync(server);
        var other = await PeerAsync(postgres, peer, incidents, concurrency);
        await using var database = await postgres.CreateAsync("ours");
        var (ours, state) = await OwnSilo.RunAsync(database, incidents, concurrency);
        Console.WriteLine($"ours  {ours} (one silo, the client in its process)");
        Console.WriteLine($"state {state.RowsBefore} rows, {state.BytesBefore / 1e6:F1} MB; after the retention {state.RowsAfter} rows, {state.BytesAfter / 1e6:F1} MB");
        var ratio = ours.PerSecond / other?.PerSecond;
        Console.WriteLine(ratio is { } times ? $"ratio {times:F1}" : "no peer was given");
        return new CoordinationResult(incidents, concurrency, ours, other, ratio, state);
    }

    private static async Task<CoordinationRun?> PeerAsync(DatabaseServer postgres, string? peer, int incidents, int concurrency)
    {
        if (peer is null)
        {
            return null;
        }

        await using var database = await postgres.CreateAsync("peer");
        var run = await PeerProcess.RunAsync(peer, database, incidents, concurrency);
        Console.WriteLine($"peer  {run}");
        return run;
    }
}
