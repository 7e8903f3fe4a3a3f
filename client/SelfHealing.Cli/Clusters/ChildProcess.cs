using System.Diagnostics;

namespace SelfHealing.Cli.Clusters;

/// <summary>A process of this program that is started by another one of it, and does not outlive it.</summary>
/// <remarks>
/// It holds the reading end of a pipe whose writing end is ours: when we close it, or die, it stops in good order. It has a session of its own,
/// so that Ctrl+C reaches us alone and the order of stopping stays ours. What it prints goes straight to a file.
/// </remarks>
internal sealed class ChildProcess : IDisposable
{
    private const int TailBytes = 4096;
    private const int TailLines = 3;
    private readonly Process _process;

    private ChildProcess(Process process, string output) => (_process, Output, Exited) = (process, output, process.WaitForExitAsync());

    /// <summary>Its process id.</summary>
    public int Id => _process.Id;

    /// <summary>The file with what it printed.</summary>
    public string Output { get; }

    /// <summary>Completes when it has ended.</summary>
    public Task Exited { get; }

    /// <summary>Its exit code, once it has ended.</summary>
    public int ExitCode => _process.ExitCode;

    /// <summary>Starts this program with arguments.</summary>
    /// <param name="arguments">The arguments.</param>
    /// <param name="environment">What its environment has besides ours.</param>
    /// <param name="output">The file for what it prints; the one before is kept beside it.</param>
    public static ChildProcess Start(IEnumerable<string> arguments, IReadOnlyDictionary<string, string> environment, string output)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(output)!);
        if (File.Exists(output))
        {
            File.Move(output, output + ".1", overwrite: true);
        }

        var start = new ProcessStartInfo("setsid", ["sh", "-c", "exec \"$@\" >\"$0\" 2>&1", output, .. Self, .. arguments])
        {
            RedirectStandardInput = true, UseShellExecute = false,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return new ChildProcess(Process.Start(start)!, output);
    }

    /// <summary>Asks it to stop in good order.</summary>
    public void AskToStop()
    {
        try
        {
            _process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It has ended already.
        }
    }

    /// <summary>Kills it.</summary>
    public void Kill()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }
    }

    /// <summary>The last lines that it printed.</summary>
    public string LastWords()
    {
        try
        {
            using var file = new FileStream(Output, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            file.Seek(-Math.Min(TailBytes, file.Length), SeekOrigin.End);
            using var reader = new StreamReader(file);
            return string.Join(' ', reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).TakeLast(TailLines));
        }
        catch (IOException)
        {
            return "";
        }
    }

    public void Dispose() => _process.Dispose();

    /// <summary>The command line of this program, without arguments.</summary>
    private static IEnumerable<string> Self =>
        Environment.ProcessPath is { } program && Path.GetFileNameWithoutExtension(program) != "dotnet"
            ? [program]
            : [Environment.ProcessPath ?? "dotnet", Path.Combine(AppContext.BaseDirectory, "selfheal.dll")];
}
