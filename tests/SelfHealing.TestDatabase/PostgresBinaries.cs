using System.Diagnostics;
using System.Globalization;
using CliWrap;
using CliWrap.Buffered;

namespace SelfHealing.TestDatabase;

/// <summary>The installed programs of PostgreSQL, which refuse to run as root and so run as another user there.</summary>
internal static class PostgresBinaries
{
    private const string Versions = "/usr/lib/postgresql";
    private const string User = "postgres";

    /// <summary>How a program is started: its path, or the program that changes the user and starts it.</summary>
    public static (string Path, IReadOnlyList<string> Arguments) Launch(string program, IEnumerable<string> arguments)
    {
        var path = Path.Combine(Folder(), program);
        return Environment.IsPrivilegedProcess
            ? ("setpriv", [$"--reuid={User}", $"--regid={User}", "--init-groups", path, .. arguments])
            : (path, [.. arguments]);
    }

    /// <summary>Runs a program to its end.</summary>
    /// <exception cref="InvalidOperationException">It failed; the message holds what it printed.</exception>
    public static async Task RunAsync(string program, IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        var (path, all) = Launch(program, arguments);
        var ended = await Cli.Wrap(path).WithArguments(all).WithValidation(CommandResultValidation.None).ExecuteBufferedAsync(cancellationToken);
        if (ended.ExitCode != 0)
        {
            throw new InvalidOperationException($"{program} of PostgreSQL ended with exit code {ended.ExitCode}: {ended.StandardOutput}{ended.StandardError}");
        }
    }

    /// <summary>Gives a folder to the user that the programs run as.</summary>
    public static async Task HandOverAsync(string folder, CancellationToken cancellationToken)
    {
        if (Environment.IsPrivilegedProcess)
        {
            await Cli.Wrap("chown").WithArguments(["-R", $"{User}:{User}", folder]).ExecuteAsync(cancellationToken);
        }
    }

    /// <summary>A process that is started and left running, with its output in the files it was told.</summary>
    public static Process Start(string program, IEnumerable<string> arguments)
    {
        var (path, all) = Launch(program, arguments);
        return Process.Start(new ProcessStartInfo(path, all) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true, UseShellExecute = false })!;
    }

    private static string Folder()
    {
        var newest = (Directory.Exists(Versions) ? Directory.GetDirectories(Versions) : [])
            .Where(folder => File.Exists(Path.Combine(folder, "bin", "postgres")))
            .MaxBy(folder => double.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var version) ? version : 0);
        return newest is null
            ? throw new InvalidOperationException(
                $"PostgreSQL is not installed here: there is no {Versions}/*/bin/postgres. Install Debian's package (apt-get install postgresql, which test.sh does as root) and run the tests again.")
            : Path.Combine(newest, "bin");
    }
}
