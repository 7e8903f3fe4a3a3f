using System.Diagnostics;

namespace SelfHealing.Cli.Repositories;

/// <summary>Git's plumbing in a bare repository: trees are made in an index of their own, so that no file of them ever touches the disk as itself.</summary>
/// <remarks>No hook, no attribute of the user's and no configuration of the machine takes part.</remarks>
internal sealed class BareGit(string folder)
{
    /// <summary>The repository's folder.</summary>
    public string Folder => folder;

    /// <summary>Makes the repository if it is not there.</summary>
    public async Task CreateAsync(CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        if (!File.Exists(Path.Combine(folder, "HEAD")))
        {
            await TextAsync(cancellationToken, "init", "--quiet", "--bare", "--initial-branch=main", folder);

            // A revision's own attributes must neither leave files out of an archive nor rewrite them.
            Directory.CreateDirectory(Path.Combine(folder, "info"));
            await File.WriteAllTextAsync(Path.Combine(folder, "info", "attributes"), "* -text !eol -ident !filter !working-tree-encoding !diff -export-ignore -export-subst\n", cancellationToken);
        }
    }

    /// <summary>What a command prints, as text without the last line's end.</summary>
    /// <exception cref="CliException">The command failed.</exception>
    public async Task<string> TextAsync(CancellationToken cancellationToken, params string[] arguments) =>
        System.Text.Encoding.UTF8.GetString(await RunAsync(arguments, null, null, cancellationToken)).TrimEnd('\n');

    /// <summary>Runs a command.</summary>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="input">Its standard input, or null for none.</param>
    /// <param name="index">The index file that it works on, or null.</param>
    /// <param name="cancellationToken">Kills it.</param>
    /// <returns>What it prints.</returns>
    /// <exception cref="CliException">git is missing, or the command failed; the message ends with its complaint.</exception>
    public async Task<byte[]> RunAsync(IReadOnlyList<string> arguments, byte[]? input, string? index, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo("git", ["--git-dir", folder, "-c", "core.hooksPath=/dev/null", "-c", "core.attributesFile=/dev/null", "-c", "core.quotePath=true", .. arguments])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            UseShellExecute = false,
        };
        foreach (var (name, value) in (ReadOnlySpan<(string, string)>)
        [
            ("GIT_CONFIG_NOSYSTEM", "1"), ("GIT_CONFIG_GLOBAL", "/dev/null"), ("GIT_ATTR_NOSYSTEM", "1"), ("GIT_TERMINAL_PROMPT", "0"),
            ("GIT_AUTHOR_NAME", "selfheal"), ("GIT_AUTHOR_EMAIL", "selfheal@localhost"), ("GIT_AUTHOR_DATE", "2000-01-01T00:00:00Z"),
            ("GIT_COMMITTER_NAME", "selfheal"), ("GIT_COMMITTER_EMAIL", "selfheal@localhost"), ("GIT_COMMITTER_DATE", "2000-01-01T00:00:00Z"),
        ])
        {
            start.Environment[name] = value;
        }

        if (index is not null)
        {
            start.Environment["GIT_INDEX_FILE"] = index;
        }

        using var process = Process.Start(start)!;
        try
        {
            using var output = new MemoryStream();
            var reading = process.StandardOutput.BaseStream.CopyToAsync(output, cancellationToken);
            var error = process.StandardError.ReadToEndAsync(cancellationToken);
            await FeedAsync(process, input, cancellationToken);
            await process.WaitForExitAsync(cancellationToken);
            await reading;
            return process.ExitCode == 0 ? output.ToArray() : throw new CliException($"git {arguments[0]} failed: {(await error).Trim()}");
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    private static async Task FeedAsync(Process process, byte[]? input, CancellationToken cancellationToken)
    {
        try
        {
            if (input is not null)
            {
                await process.StandardInput.BaseStream.WriteAsync(input, cancellationToken);
            }

            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended before it had read everything; its exit code tells why.
        }
    }
}
