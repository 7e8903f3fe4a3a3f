using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.Runtime.CompilerServices;

namespace SelfHealing.Cli.Commands;

/// <summary>Examples at the end of a command's help, and the meaning of the exit codes at the end of the root's.</summary>
internal static class Examples
{
    private static readonly ConditionalWeakTable<Command, string[]> OfCommand = [];

    /// <summary>Gives a command its examples.</summary>
    public static Command WithExamples(this Command command, params string[] lines)
    {
        OfCommand.Add(command, lines);
        return command;
    }

    /// <summary>Lets the help of the whole tree end with the examples.</summary>
    public static void ShowIn(RootCommand root)
    {
        foreach (var option in root.Options.OfType<HelpOption>())
        {
            if (option.Action is HelpAction help)
            {
                help.MaxWidth = 110;
                option.Action = new HelpWithExamples(help);
            }
        }
    }

    private sealed class HelpWithExamples(HelpAction help) : SynchronousCommandLineAction
    {
        public override bool Terminating => true;

        public override bool ClearsParseErrors => true;

        public override int Invoke(ParseResult parseResult)
        {
            var code = help.Invoke(parseResult);
            var output = parseResult.InvocationConfiguration.Output;
            var command = parseResult.CommandResult.Command;
            if (OfCommand.TryGetValue(command, out var lines))
            {
                output.WriteLine("Examples:");
                Array.ForEach(lines, line => output.WriteLine($"  {line}"));
            }

            if (command is RootCommand)
            {
                output.WriteLine();
                output.WriteLine("Exit codes:");
                output.WriteLine("  0 fixed, 1 error, 2 usage, 3 gave up or nothing to reproduce, 4 awaiting approval, 69 nobody answered,");
                output.WriteLine("  75 queue full, 77 token refused, 124 timeout, 130 cancelled");
            }

            return code;
        }
    }
}
