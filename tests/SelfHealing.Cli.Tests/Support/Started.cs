using System.Diagnostics;

namespace SelfHealing.Cli.Tests.Support;

/// <summary>What a process wrote and how it ended.</summary>
internal sealed record Ended(int Code, string Out, string Error);

/// <summary>Runs real processes.</summary>
internal static class Started
{
    /// <summary>The command under test.</summary>
    public static Process Selfheal(IReadOnlyDictionary<string, string> variables, params string[] arguments) =>
        Start("dotnet", [Path.Combine(AppContext.BaseDirectory, "selfheal.dll"), .. arguments], variables, AppContext.BaseDirectory);

    public static Process Start(string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string> variables, string folder)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder, UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        foreach (var (name, value) in variables)
        {
            start.Environment[name] = value;
        }

        var process = Process.Start(start)!;
        process.StandardInput.Close();
        return process;
    }

    public static async Task<Ended> EndAsync(this Process process, CancellationToken cancellationToken)
    {
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var error = process.StandardError.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        return new Ended(process.ExitCode, await output, await error);
    }
}
