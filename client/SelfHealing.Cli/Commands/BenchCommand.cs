using System.CommandLine;
using SelfHealing.Cli.Bench;
using SelfHealing.Cli.Bench.Panels;

namespace SelfHealing.Cli.Commands;

/// <summary><c>selfheal bench</c>: public benchmarks, every instance as an ordinary incident.</summary>
internal static class BenchCommand
{
    public static Command Create(Surroundings surroundings, DataOption data)
    {
        var command = new Command("bench", "Run a public benchmark; every instance goes the whole way of an incident.")
        {
            QuixBugs(surroundings, data),
            HumanEvalFix(surroundings, data),
            SweBenchCommand.Create(surroundings, data),
            Ensemble(surroundings),
        };
        return command.WithExamples("selfheal bench quixbugs --path ~/src/QuixBugs --jobs 2", "selfheal bench humanevalfix --path humanevalfix-python.jsonl --json results.json");
    }

    private static Command QuixBugs(Surroundings surroundings, DataOption data)
    {
        var path = Path("A checkout of QuixBugs.", "CHECKOUT");
        var options = new BenchCommandOptions();
        var command = new Command("quixbugs", "QuixBugs, Python: correct when a differential run against the reference shows no difference.") { path };
        options.AddTo(command);
        command.SetAction((parsed, cancellationToken) =>
        {
            var chosen = options.In(parsed);
            return new BenchRun(surroundings, data.In(parsed), new QuixBugs(parsed.GetValue(path)!, chosen.Seed), chosen).RunAsync(cancellationToken);
        });
        return command.WithExamples("selfheal bench quixbugs --path ~/src/QuixBugs", "selfheal bench quixbugs --path ~/src/QuixBugs --only gcd,sieve --models mutation,templates");
    }

    private static Command HumanEvalFix(Surroundings surroundings, DataOption data)
    {
        var path = Path("HumanEvalFix's tasks, one JSON document a line.", "FILE.jsonl");
        var language = new Option<string>("--language") { Description = "Language of the tasks.", HelpName = "NAME", DefaultValueFactory = _ => "python" };
        language.AcceptOnlyFromAmong("python");
        var options = new BenchCommandOptions();
        var command = new Command("humanevalfix", "HumanEvalFix: the repair sees the example tests, the hidden tests judge.") { path, language };
        options.AddTo(command);
        command.SetAction((parsed, cancellationToken) =>
            new BenchRun(surroundings, data.In(parsed), new HumanEvalFix(parsed.GetValue(path)!), options.In(parsed)).RunAsync(cancellationToken));
        return command.WithExamples("selfheal bench humanevalfix --path humanevalfix-python.jsonl --language python", "selfheal bench humanevalfix --path tasks.jsonl --only Python/0,Python/2 --json results.json");
    }

    private static Command Ensemble(Surroundings surroundings)
    {
        var seed = Shared.Number("--seed", "Seed of every random choice.", 1, "a whole number", _ => true);
        var incidents = Shared.Number("--incidents", "Incidents drawn for each setting.", 2_000, "a number from 1 to 1000000", n => n is >= 1 and <= 1_000_000);
        var json = new Option<string?>("--json") { Description = "Also write the results to a file.", HelpName = "FILE" };
        var command = new Command("ensemble", "Simulated panels: the vote against first-passing, plain majority and a grouped selector on the same pools.") { seed, incidents, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var bench = PanelBench.Run(parsed.GetValue(seed), parsed.GetValue(incidents), cancellationToken);
            surroundings.Terminal.Out.Write(bench.Table());
            if (parsed.GetValue(json) is { } file)
            {
                await File.WriteAllTextAsync(file, bench.Json() + "\n", cancellationToken);
            }

            return ExitCodes.Fixed;
        });
        return command.WithExamples("selfheal bench ensemble --seed 7", "selfheal bench ensemble --seed 7 --incidents 10000 --json panels.json");
    }

    private static Option<string> Path(string description, string name)
    {
        var path = new Option<string>("--path") { Description = description, HelpName = name, Required = true };
        Shared.RefuseEmpty(path);
        return path;
    }
}

/// <summary>The options that all benchmarks have.</summary>
internal sealed class BenchCommandOptions(double timeLimit = 300)
{
    private readonly Option<int> _jobs = Shared.Number("--jobs", "Instances worked on at once.", Environment.ProcessorCount, "a number from 1 to 256", n => n is >= 1 and <= 256);
    private readonly Option<string?> _models = Shared.Models();
    private readonly Option<string?> _only = new("--only") { Description = "Ids of the instances to run, separated by commas.", HelpName = "ID,…" };
    private readonly Option<int> _seed = Shared.Number("--seed", "Seed of every random choice.", 1, "a whole number", _ => true);
    private readonly Option<string?> _json = new("--json") { Description = "Also write the results to a file.", HelpName = "FILE" };
    private readonly Option<double> _timeLimit = Shared.Number("--time-limit", "Wall-clock budget of one instance, in seconds.", timeLimit, "a number of seconds above 0", n => n is > 0 and <= 86_400);
    private readonly Option<bool> _fresh = new("--fresh") { Description = "Forget the results of an earlier run with the same settings." };

    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[_jobs, _models, _only, _seed, _json, _timeLimit, _fresh])
        {
            command.Add(option);
        }
    }

    public BenchOptions In(ParseResult parsed) => new(
        parsed.GetValue(_jobs),
        Shared.Names(parsed.GetValue(_models)),
        Shared.Names(parsed.GetValue(_only)),
        parsed.GetValue(_seed),
        TimeSpan.FromSeconds(parsed.GetValue(_timeLimit)),
        parsed.GetValue(_json),
        parsed.GetValue(_fresh));
}
