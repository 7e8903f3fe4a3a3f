using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using SelfHealing.Benchmarks.Coordination;
using SelfHealing.Benchmarks.Queue;
using SelfHealing.Benchmarks.ScaleOut;
using SelfHealing.Benchmarks.Soak;

namespace SelfHealing.Benchmarks;

/// <summary>The benchmarks of clusters, as commands.</summary>
internal static class ClusterCommands
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public static Command Coordination()
    {
        var peer = new Option<string?>("--peer") { Description = "The peer's bench.mjs, in a folder that holds its npm packages." };
        var (incidents, concurrency) = (Number("--incidents", "Measured incidents of each side.", 1000), Number("--concurrency", "Incidents under way at once.", 32));
        return Command(
            "coordination", "The coordination of a repair beside LangGraph.js, on the same PostgreSQL server.", [peer, incidents, concurrency],
            async (parsed, database) => await CoordinationBenchmark.RunAsync(parsed.GetValue(peer), database, parsed.GetValue(incidents), parsed.GetValue(concurrency)));
    }

    public static Command Scale()
    {
        var silos = new Option<int[]>("--silos") { Description = "Numbers of silos to compare.", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [1, 2, 4] };
        var (places, latency, turns) =
            (Number("--places", "Incidents that one silo works on at once.", 8), Number("--latency", "Milliseconds of a run in the sandbox.", 200), Number("--turns", "Incidents for each place.", 10));
        return Command(
            "scale", "What more silos bring.", [silos, places, latency, turns],
            async (parsed, database) => await ScaleOutBenchmark.RunAsync(
                database, parsed.GetValue(silos)!, parsed.GetValue(places), parsed.GetValue(latency), parsed.GetValue(turns)));
    }

    public static Command Queue()
    {
        var incidents = Number("--incidents", "Incidents that wait.", 10_000);
        var settling = Duration("--settling", "How long silos rest before their memory is read.", TimeSpan.FromSeconds(90));
        return Command(
            "queue", "What thousands of waiting incidents cost.", [incidents, settling],
            async (parsed, database) => await QueueBenchmark.RunAsync(database, parsed.GetValue(incidents), parsed.GetValue(settling)));
    }

    public static Command Soak()
    {
        var (incidents, silos, seed) = (Number("--incidents", "Incidents in all.", 500), Number("--silos", "Silos.", 3), Number("--seed", "Of the choice of victims.", 1));
        var killEvery = Duration("--kill-every", "Time between two kills, for instance 20s.", TimeSpan.FromSeconds(20));
        return Command(
            "soak", "Many incidents while silos are killed.", [incidents, silos, killEvery, seed],
            async (parsed, database) => await SoakBenchmark.RunAsync(
                database, parsed.GetValue(incidents), parsed.GetValue(silos), parsed.GetValue(killEvery), parsed.GetValue(seed)));
    }

    private static Command Command(string name, string description, IEnumerable<Option> options, Func<ParseResult, string?, Task<object>> run)
    {
        var database = new Option<string?>("--database") { Description = "A PostgreSQL server, as a URL or Npgsql's connection string. Default: $PGURL, else one of this process's own." };
        var json = new Option<string?>("--json") { Description = "File that gets the figures." };
        var command = new Command(name, description) { database, json };
        foreach (var option in options)
        {
            command.Options.Add(option);
        }

        command.SetAction(async (parsed, cancellationToken) =>
        {
            var result = await run(parsed, parsed.GetValue(database));
            if (parsed.GetValue(json) is { } file)
            {
                await File.WriteAllTextAsync(file, JsonSerializer.Serialize(result, s_json), cancellationToken);
            }

            return 0;
        });
        return command;
    }

    private static Option<int> Number(string name, string description, int otherwise) => new(name) { Description = description, DefaultValueFactory = _ => otherwise };

    /// <summary>Seconds as <c>20s</c>, minutes as <c>2m</c>, or <c>hh:mm:ss</c>.</summary>
    private static Option<TimeSpan> Duration(string name, string description, TimeSpan otherwise) => new(name)
    {
        Description = description,
        DefaultValueFactory = _ => otherwise,
        CustomParser = result => result.Tokens[^1].Value switch
        {
            [.. var seconds, 's'] => TimeSpan.FromSeconds(double.Parse(seconds, CultureInfo.InvariantCulture)),
            [.. var minutes, 'm'] => TimeSpan.FromMinutes(double.Parse(minutes, CultureInfo.InvariantCulture)),
            var text => TimeSpan.Parse(text, CultureInfo.InvariantCulture),
        },
    };
}
