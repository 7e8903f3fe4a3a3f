using CliWrap;
using SelfHealing.Repositories;

namespace SelfHealing.Integrations.Git;

/// <summary>Runs git with argument lists, never through a shell.</summary>
internal sealed class GitCommand(string program, GitEnvironment environment)
{
    /// <summary>Runs a command and keeps what it prints.</summary>
    /// <exception cref="RepositoryException">Git is not installed.</exception>
    public async Task<GitResult> RunAsync(GitCall call, CancellationToken cancellationToken)
    {
        using var output = new MemoryStream();
        var (exitCode, error) = await RunAsync(call, PipeTarget.ToStream(output), cancellationToken);
        return new GitResult(exitCode, output.ToArray(), error);
    }

    /// <summary>Runs a command that must succeed; its failure is not the user's.</summary>
    public async Task<GitResult> MustAsync(GitCall call, CancellationToken cancellationToken)
    {
        var result = await RunAsync(call, cancellationToken);
        return result.Succeeded ? result : throw Broken(call, result.ExitCode, result.Error);
    }

    /// <summary>Runs a command that must succeed and streams its output.</summary>
    public async Task StreamAsync(GitCall call, Stream output, CancellationToken cancellationToken)
    {
        var (exitCode, error) = await RunAsync(call, PipeTarget.ToStream(output), cancellationToken);
        if (exitCode != 0)
        {
            throw Broken(call, exitCode, error);
        }
    }

    private static RepositoryException Broken(GitCall call, int exitCode, string error) => new(
        $"git {call.Arguments[0]} on the clone in the data folder ended with code {exitCode}: {GitWords.Clean(error)}. Look for a full disk or wrong rights, then resume.",
        isUserError: false);

    private async Task<(int ExitCode, string Error)> RunAsync(GitCall call, PipeTarget output, CancellationToken cancellationToken)
    {
        var errors = new ErrorTail(call.Progress);
        var variables = new Dictionary<string, string?>(environment.For(call.Reach), StringComparer.Ordinal);
        foreach (var (name, value) in call.Variables)
        {
            variables[name] = value;
        }

        var command = Cli.Wrap(program)
            .WithArguments([.. GitEnvironment.Overrides.SelectMany(setting => (string[])["-c", setting]), .. call.Settings.SelectMany(setting => (string[])["-c", setting]), .. call.Place, .. call.Arguments])
            .WithWorkingDirectory(call.WorkingFolder)
            .WithEnvironmentVariables(variables)
            .WithStandardInputPipe(PipeSource.FromBytes(call.Input))
            .WithStandardOutputPipe(output)
            .WithStandardErrorPipe(PipeTarget.ToDelegate(errors.Add))
            .WithValidation(CommandResultValidation.None);
        try
        {
            var result = await command.ExecuteAsync(cancellationToken);
            return (result.ExitCode, errors.Text);
        }
        catch (System.ComponentModel.Win32Exception missing)
        {
            throw new RepositoryException($"The program {program} could not be started: {missing.Message}. Install git 2.35 or newer.", isUserError: true, missing);
        }
    }
}
