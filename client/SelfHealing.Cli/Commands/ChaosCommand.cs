using System.CommandLine;
using SelfHealing.Cli.Chaos;
using SelfHealing.Cli.Clusters;
using SelfHealing.Cli.Terminals;
using SelfHealing.Cli.Views;
using SelfHealing.Sandboxes.Engine;
using SelfHealing.Sandboxes.Reaping;
using SelfHealing.Silo.Databases;
using SelfHealing.Storage;

namespace SelfHealing.Cli.Commands;

/// <summary><c>selfheal chaos</c>: kills parts of a test cluster and looks whether it recovers.</summary>
internal static class ChaosCommand
{
    public static Command Create(Surroundings surroundings, DataOption data)
    {
        var interval = Time("--interval", "Time from one kill to the next.", "20s");
        var duration = Time("--for", "How long it goes on.", "10m");
        var limit = Time("--limit", "How long a recovery may take.", "60s");
        var kinds = new Option<string>("--kill")
        {
            Description = $"What is killed, separated by commas: {ChaosOptions.AllWords}.", HelpName = "A,B", DefaultValueFactory = _ => "silo,sandbox,database-connection",
        };
        kinds.Validators.Add(result =>
        {
            if (ChaosOptions.KindsIn(result.GetValueOrDefault<string>() ?? "") is null)
            {
                result.AddError($"--kill needs some of: {ChaosOptions.AllWords}.");
            }
        });
        var seed = Shared.Number("--seed", "Seed of chance; the same one kills the same in the same cluster.", 0, "a whole number from 0", n => n >= 0);
        var database = new Option<string?>("--database") { Description = "Connection string of the cluster's database, where `up` was told one.", HelpName = "CONNECTION" };
        var json = Shared.Json("Print every kill and the summary as JSON lines on standard output.");
        var command = new Command("chaos", "Kill parts of a test cluster on this machine at random, and verify that it recovers.") { interval, duration, kinds, limit, seed, database, json };
        command.SetAction((parsed, cancellationToken) =>
        {
            var options = new ChaosOptions(
                In(parsed, interval), ChaosOptions.KindsIn(parsed.GetValue(kinds)!)!, In(parsed, duration),
                parsed.GetValue(seed) is > 0 and var given ? given : Random.Shared.Next(1, 1_000_000), In(parsed, limit));
            return RunAsync(surroundings, data.In(parsed), parsed.GetValue(database), options, parsed.GetValue(json), cancellationToken);
        });
        return command.WithExamples("selfheal chaos", "selfheal chaos --interval 20s --kill silo,sandbox,database-connection --for 10m", "selfheal chaos --kill silo --for 1m --seed 7 --json");
    }

    private static async Task<int> RunAsync(
        Surroundings surroundings, string dataFolder, string? given, ChaosOptions options, bool json, CancellationToken cancellationToken)
    {
        // Chaos ends with a summary, which reads every history.
        surroundings.Interruption.Patience = TimeSpan.FromSeconds(30);
        surroundings.Interruption.Sentence = "Stopped without a summary.";
        var terminal = surroundings.Terminal;
        var folder = DataFolder.Open(dataFolder);
        var state = Running(folder);
        var connection = state is null ? null : DatabaseProvision.Find(folder, given);
        using var api = new ClusterApi(state?.Gateway ?? new Uri("http://127.0.0.1:1/"), surroundings.Variable("SELFHEAL_TOKEN"));
        if (ChaosGuard.Refusal(state, connection, await ReportAsync(api, state, cancellationToken)) is { } refusal)
        {
            throw new CliException(refusal);
        }

        using var engine = new DockerEngine();
        var server = options.Kinds.Contains(Repair.Supervision.ChaosKind.Database)
            ? (await new DatabaseProvision(folder, engine).ProvisionAsync(given, new Progress<string>(), cancellationToken)).Server
            : null;
        var world = new ChaosWorld(folder, new RunningSandboxes(engine), new DatabaseSessions(connection!), server);
        terminal.Say($"Killing {string.Join(", ", options.Kinds.Select(ChaosOptions.WordOf))} every {Figures.Duration(options.Interval)} for {Figures.Duration(options.Duration)}, seed {options.Seed}.");
        var summary = await new ChaosRun(world, api, options, surroundings.Time, kill => Tell(terminal, kill, json)).RunAsync(cancellationToken);
        Tell(terminal, summary, json);
        return summary.Failures.Count == 0 ? ExitCodes.Fixed : ExitCodes.Error;
    }

    /// <summary>The cluster of <c>up</c> on this data folder; null when none runs. A killed <c>up</c> leaves its file behind, but not its lock.</summary>
    private static ClusterState? Running(DataFolder folder)
    {
        using var free = SiloLock.TryTake(folder);
        return free is null ? ClusterState.Read(folder) : null;
    }

    private static async Task<Admission.AdmissionReport?> ReportAsync(ClusterApi api, ClusterState? state, CancellationToken cancellationToken)
    {
        try
        {
            return state is null ? null : await api.GetReportAsync(cancellationToken);
        }
        catch (Exception e) when (ClusterApi.IsAway(e, cancellationToken))
        {
            return null;
        }
    }

    private static void Tell(Terminal terminal, KillRecord kill, bool json)
    {
        if (json)
        {
            terminal.WriteData(RepairDocument.Serialize(kill));
        }
        else
        {
            terminal.Say($"[{kill.At:HH:mm:ss}] {SafeText.Line(kill.ToString())}");
        }
    }

    private static void Tell(Terminal terminal, ChaosSummary summary, bool json)
    {
        if (json)
        {
            terminal.WriteData(RepairDocument.Serialize(summary));
            return;
        }

        terminal.Say(summary.ToString());
        foreach (var failure in summary.Failures)
        {
            terminal.Complain(failure);
        }
    }

    private static Option<string> Time(string name, string description, string otherwise)
    {
        var option = new Option<string>(name) { Description = description, HelpName = "TIME", DefaultValueFactory = _ => otherwise };
        option.Validators.Add(result =>
        {
            if (ChaosOptions.TimeIn(result.GetValueOrDefault<string>() ?? "") is null)
            {
                result.AddError($"{name} needs a time such as 20s, 10m or 1h.");
            }
        });
        return option;
    }

    private static TimeSpan In(ParseResult parsed, Option<string> option) => ChaosOptions.TimeIn(parsed.GetValue(option)!)!.Value;
}
