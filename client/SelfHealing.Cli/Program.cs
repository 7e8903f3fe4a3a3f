using SelfHealing.Cli;
using SelfHealing.Cli.Commands;
using SelfHealing.Cli.Silos;
using SelfHealing.Cli.Terminals;

var terminal = Terminal.OfProcess();
var token = Environment.GetEnvironmentVariable("SELFHEAL_TOKEN");
await using var journals = new StoredJournals(token);
using var interruption = new Interruption();
interruption.Listen(terminal.Say, Environment.Exit);
return await CommandLine.RunAsync(args, new Surroundings(
    terminal,
    TimeProvider.System,
    Environment.GetEnvironmentVariable,
    new EmbeddedSilos(TimeProvider.System, token),
    journals.OpenAsync,
    journals.Artifacts,
    interruption));
