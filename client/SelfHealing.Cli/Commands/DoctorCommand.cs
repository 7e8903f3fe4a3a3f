using System.CommandLine;
using SelfHealing.Cli.Displays;
using SelfHealing.Cli.Doctor;
using SelfHealing.Cli.Terminals;
using SelfHealing.Cli.Views;
using SelfHealing.Silo;
using SelfHealing.Storage;
using Spectre.Console;

namespace SelfHealing.Cli.Commands;

/// <summary><c>selfheal doctor</c>: is everything there that a repair needs.</summary>
internal static class DoctorCommand
{
    public static Command Create(Surroundings surroundings, DataOption data)
    {
        var fix = new Option<bool>("--fix") { Description = "Install and start what is missing, and build the sandbox images." };
        var command = new Command("doctor", "Check everything that a repair needs, and say what to do about what is missing.") { fix };
        command.SetAction((parsed, cancellationToken) => RunAsync(surroundings, data.In(parsed), parsed.GetValue(fix), cancellationToken));
        return command.WithExamples("selfheal doctor", "selfheal doctor --fix");
    }

    private static async Task<int> RunAsync(Surroundings surroundings, string dataFolder, bool fix, CancellationToken cancellationToken)
    {
        surroundings.Interruption.Sentence = "Stopped. Whatever was built is kept; run the command again to go on.";
        using var host = EmbeddedSilo.Adapters(new EmbeddedSiloOptions { DataFolder = DataFolder.Open(dataFolder) });
        var examination = new Examination(host.Services, dataFolder);
        var findings = new List<Finding>();
        await Waiting.ForAsync(surroundings.Terminal, "Looking", async progress =>
        {
            await foreach (var finding in examination.ExamineAsync(fix, progress, cancellationToken))
            {
                findings.Add(finding);
                Write(surroundings.Terminal.Out, finding);
            }

            return findings.Count;
        });
        return findings.Exists(f => f.Health == Health.Failure) ? ExitCodes.Error : ExitCodes.Fixed;
    }

    internal static void Write(IAnsiConsole console, Finding finding)
    {
        var (word, style) = finding.Health switch
        {
            Health.Ok => ("ok  ", Palette.Good),
            Health.Warning => ("warn", Palette.Careful),
            _ => ("fail", Palette.Bad),
        };
        console.Write(new Lines(new Row().Add($"{word}  ", style).Column(finding.Subject, 14, Palette.Strong), SafeText.Line(finding.Text, 1000)));
        if (finding.Advice is { } advice)
        {
            console.Write(new Lines(new Row().Column("", 20), SafeText.Line(advice, 1000)));
        }
    }
}
