using CliWrap;

namespace SelfHealing.Sandboxes.Engine;

/// <summary>Runs a program of this machine and tells what it prints.</summary>
internal static class HostCommand
{
    private const int TailLines = 20;

    /// <summary>Runs a program to its end.</summary>
    /// <param name="program">Name or path of the program.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="line">Told every line of output.</param>
    /// <param name="cancellationToken">Kills the program.</param>
    /// <exception cref="SandboxException">It could not be started, or its exit code is not 0; the message ends with what it printed last.</exception>
    public static async Task RunAsync(string program, IReadOnlyList<string> arguments, Action<string> line, CancellationToken cancellationToken)
    {
        var tail = new Queue<string>();
        var target = PipeTarget.ToDelegate(text =>
        {
            lock (tail)
            {
                if (tail.Count == TailLines)
                {
                    tail.Dequeue();
                }

                tail.Enqueue(text);
            }

            line(text);
        });

        var result = await Cli.Wrap(program)
            .WithArguments(arguments)
            .WithEnvironmentVariables(e => e.Set("DEBIAN_FRONTEND", "noninteractive").Set("LC_ALL", "C.UTF-8"))
            .WithStandardOutputPipe(target)
            .WithStandardErrorPipe(target)
            .WithValidation(CommandResultValidation.None)
            .ExecuteAsync(cancellationToken);
        if (result.ExitCode != 0)
        {
            throw new SandboxException($"`{program} {string.Join(' ', arguments)}` failed with exit code {result.ExitCode}: {string.Join('\n', tail)}");
        }
    }

    /// <summary>Whether a program is on the path (or where an administrator's path would have it).</summary>
    public static bool Exists(string program) => Paths().Any(folder => File.Exists(Path.Combine(folder, program)));

    private static IEnumerable<string> Paths() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries).Concat(["/usr/sbin", "/sbin", "/usr/bin", "/bin"]);
}
