using System.CommandLine;

namespace SelfHealing.Cli.Commands;

/// <summary><c>selfheal doctor</c>: is everything there that a repair needs.</summary>
internal static class DoctorCommand
{
    public static Command Create(Surroundings surroundings, DataOption data)
    {
        var fix = new Option<bool>("--fix") { Description = "Install and start what is missing, and build the sandbox images." };
        var command = new Command("doctor", "Check everything that a repair needs, and say what to do about what is missing.") { fix };
        command.SetAction((parsed, _) =>
        {
            data.In(parsed);
            surroundings.Terminal.Say("");
            return Task.FromResult(ExitCodes.Fixed);
        });
        return command.WithExamples("selfheal doctor", "selfheal doctor --fix");
    }
}
