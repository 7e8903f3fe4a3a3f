using SelfHealing.Cli;
using SelfHealing.Cli.Commands;
using SelfHealing.Cli.Silos;
using SelfHealing.Cli.Terminals;

var terminal = Terminal.OfProcess();
await using var journals = new StoredJournals();
using var interruption = new Interruption();
interruption.Listen(terminal.Say, Environment.Exit);
return await CommandLine.RunAsync(args, new Surroundings(
    terminal,
    TimeProvider.System,
    Environment.GetEnvironmentVariable,
    new EmbeddedSilos(TimeProvider.System),
    journals.OpenAsync,
    journals.Artifacts,
    interruption));
