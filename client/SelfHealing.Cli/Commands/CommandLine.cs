using System.CommandLine;
using Microsoft.Extensions.Options;
using SelfHealing.Admission;
using SelfHealing.Cli.Terminals;
using SelfHealing.Client;
using SelfHealing.Incidents;
using SelfHealing.Repositories;
using SelfHealing.Sandboxes;
using SelfHealing.Silo;
using SelfHealing.Silo.Databases;

namespace SelfHealing.Cli.Commands;

/// <summary>Runs one command line and turns whatever happens into a sentence and an exit code.</summary>
internal static class CommandLine
{
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, Surroundings surroundings)
    {
        var terminal = surroundings.Terminal;
        try
        {
            var parsed = CommandTree.Create(surroundings).Parse(arguments);
            if (arguments.Count == 0)
            {
                parsed = CommandTree.Create(surroundings).Parse(["--help"]);
            }

            if (parsed.Errors.Count > 0)
            {
                Complain(parsed, terminal);
                return ExitCodes.Usage;
            }

            return await parsed.InvokeAsync(
                new InvocationConfiguration
                {
                    EnableDefaultExceptionHandler = false,
                    ProcessTerminationTimeout = null,
                    Output = terminal.Out.Profile.Out.Writer,
                    Error = terminal.Error.Profile.Out.Writer,
                },
                surroundings.Interruption.Token);
        }
        catch (OperationCanceledException) when (surroundings.Interruption.Token.IsCancellationRequested)
        {
            surroundings.Interruption.Tell(terminal.Say);
            return ExitCodes.Cancelled;
        }
        catch (CliException e)
        {
            terminal.Complain(e.Message);
            return e.ExitCode;
        }
        catch (OptionsValidationException e)
        {
            foreach (var problem in e.Failures)
            {
                terminal.Complain(problem);
            }

            return ExitCodes.Usage;
        }
        catch (SettingsException e)
        {
            terminal.Complain(e.Message);
            return ExitCodes.Usage;
        }
        catch (Exception e) when (IsToldInASentence(e))
        {
            terminal.Complain(e.Message);
            return CodeOf(e);
        }
        catch (Exception e)
        {
            terminal.Complain($"Something failed that should not: {SafeText.Line(e.Message)} ({e.GetType().Name}). Recorded incidents are safe; set SELFHEAL_TRACE=1 to see where it happened.");
            if (surroundings.Variable("SELFHEAL_TRACE") is { Length: > 0 })
            {
                terminal.Say(SafeText.Clean(e.ToString()));
            }

            return ExitCodes.Error;
        }
    }

    /// <summary>Exceptions of the domain are written for the user.</summary>
    private static bool IsToldInASentence(Exception e) =>
        e is IncidentException or QueueFullException or RepositoryException or SelfHealingUnreachableException or CallerRefusedException or SandboxException
            or SetUpException or DatabaseException or UnauthorizedAccessException or IOException;

    private static int CodeOf(Exception e) => e switch
    {
        SelfHealingUnreachableException => ExitCodes.Unreachable,
        QueueFullException => ExitCodes.QueueFull,
        CallerRefusedException => ExitCodes.NotAllowed,
        _ => ExitCodes.Error,
    };

    private static void Complain(ParseResult parsed, Terminal terminal)
    {
        foreach (var error in parsed.Errors.Select(e => e.Message).Distinct(StringComparer.Ordinal))
        {
            terminal.Complain(error);
        }

        var names = new List<string>();
        for (var symbol = parsed.CommandResult; symbol.Parent is System.CommandLine.Parsing.CommandResult parent; symbol = parent)
        {
            names.Insert(0, symbol.Command.Name);
        }

        terminal.Say($"See: selfheal {string.Join(' ', names.Append("--help"))}");
    }
}
