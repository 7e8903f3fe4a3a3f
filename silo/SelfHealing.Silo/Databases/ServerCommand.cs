using System.ComponentModel;
using System.Text;
using CliWrap;

namespace SelfHealing.Silo.Databases;

/// <summary>Runs PostgreSQL's programs, and what prepares their folders.</summary>
internal static class ServerCommand
{
    private const int TailLength = 2000;

    /// <summary>Runs a program to its end.</summary>
    /// <param name="program">Name or path.</param>
    /// <param name="arguments">Its arguments; nothing secret, because other users of the machine can read them.</param>
    /// <param name="input">What it reads on standard input; null for nothing.</param>
    /// <param name="cancellationToken">Kills it.</param>
    /// <exception cref="DatabaseException">It could not be started, or its exit code is not 0.</exception>
    public static async Task RunAsync(string program, IEnumerable<string> arguments, string? input, CancellationToken cancellationToken)
    {
        var (code, output) = await TryAsync(program, arguments, input, cancellationToken);
        if (code != 0)
        {
            throw new DatabaseException($"`{Path.GetFileName(program)}` failed with exit code {code}: {output}");
        }
    }

    /// <summary>Runs a program to its end.</summary>
    /// <returns>Its exit code and the end of what it printed.</returns>
    /// <exception cref="DatabaseException">It could not be started.</exception>
    public static async Task<(int ExitCode, string Output)> TryAsync(string program, IEnumerable<string> arguments, string? input, CancellationToken cancellationToken)
    {
        var output = new StringBuilder();
        var target = PipeTarget.ToDelegate(line =>
        {
            lock (output)
            {
                output.AppendLine(line);
            }
        });
        try
        {
            var result = await Cli.Wrap(program)
                .WithArguments(arguments)
                .WithWorkingDirectory("/")
                .WithEnvironmentVariables(e => e.Set("LC_ALL", "C").Set("PGDATA", null).Set("PGPORT", null))
                .WithStandardInputPipe(input is null ? PipeSource.Null : PipeSource.FromString(input))
                .WithStandardOutputPipe(target)
                .WithStandardErrorPipe(target)
                .WithValidation(CommandResultValidation.None)
                .ExecuteAsync(cancellationToken);
            lock (output)
            {
                var text = output.ToString().Trim();
                return (result.ExitCode, text.Length <= TailLength ? text : text[^TailLength..]);
            }
        }
        catch (Win32Exception e)
        {
            throw new DatabaseException($"`{program}` could not be started: {e.Message}. Install it, or give a database with --database.", e);
        }
    }
}
