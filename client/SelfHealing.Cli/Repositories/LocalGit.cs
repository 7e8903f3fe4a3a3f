using System.Diagnostics;

namespace SelfHealing.Cli.Repositories;

/// <summary>Makes small git repositories of its own, untouched by the user's git settings.</summary>
internal static class LocalGit
{
    /// <summary>Commits all files of a folder as its first commit, with a new bare repository beside it as its remote.</summary>
    public static async Task CreateAsync(string folder, string remote, CancellationToken cancellationToken)
    {
        await RunAsync(folder, cancellationToken, "init", "--quiet", "--initial-branch=main");
        await RunAsync(folder, cancellationToken, "add", "--all");
        await RunAsync(folder, cancellationToken, "commit", "--quiet", "--message", "Start");
        Directory.CreateDirectory(remote);
        await RunAsync(remote, cancellationToken, "init", "--quiet", "--bare", "--initial-branch=main");
        await RunAsync(folder, cancellationToken, "remote", "add", "origin", remote);
        await RunAsync(folder, cancellationToken, "push", "--quiet", "--set-upstream", "origin", "main");
    }

    /// <summary>What a git command prints.</summary>
    /// <exception cref="CliException">git is missing, or the command failed.</exception>
    public static async Task<string> RunAsync(string folder, CancellationToken cancellationToken, params string[] arguments)
    {
        var start = new ProcessStartInfo("git", arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true, UseShellExecute = false };
        foreach (var (name, value) in (ReadOnlySpan<(string, string)>)
        [
            ("GIT_CONFIG_NOSYSTEM", "1"), ("GIT_CONFIG_GLOBAL", "/dev/null"), ("GIT_TERMINAL_PROMPT", "0"),
            ("GIT_AUTHOR_NAME", "selfheal"), ("GIT_AUTHOR_EMAIL", "selfheal@localhost"),
            ("GIT_COMMITTER_NAME", "selfheal"), ("GIT_COMMITTER_EMAIL", "selfheal@localhost"),
        ])
        {
            start.Environment[name] = value;
        }

        using var process = Start(start);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var error = process.StandardError.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        return process.ExitCode == 0
            ? await output
            : throw new CliException($"git {arguments[0]} failed in {folder}: {(await error).Trim()}");
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            throw new CliException($"git cannot be started: {e.Message}. Install git and start again.");
        }
    }
}
