using SelfHealing.Cli;
using SelfHealing.Cli.Commands;
using SelfHealing.Cli.Silos;
using SelfHealing.Cli.Terminals;
using SelfHealing.Storage;

var terminal = Terminal.OfProcess();
using var interruption = new Interruption();
interruption.Listen(terminal.Say, Environment.Exit);
return await CommandLine.RunAsync(args, new Surroundings(
    terminal,
    TimeProvider.System,
    Environment.GetEnvironmentVariable,
    new EmbeddedSilos(),
    (_, _) => Task.FromResult<IEventJournal?>(null),
    interruption));
