using System.CommandLine;

namespace SelfHealing.Cli.Commands;

/// <summary><c>selfheal demo</c>: a bundled buggy project, repaired end to end.</summary>
internal static class DemoCommand
{
    public static Command Create(Surroundings surroundings, DataOption data)
    {
        var command = new Command("demo", "Repair a bundled buggy project end to end and explain each step.");
        command.SetAction((parsed, _) =>
        {
            data.In(parsed);
            surroundings.Terminal.Say("");
            return Task.FromResult(ExitCodes.Fixed);
        });
        return command.WithExamples("selfheal demo");
    }
}
