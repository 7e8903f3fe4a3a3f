using CliWrap;
using CliWrap.Buffered;

namespace SelfHealing.Scenarios.Workshops;

/// <summary>The Docker engine, asked past the product: an independent witness.</summary>
internal static class Engine
{
    private static readonly SemaphoreSlim OneAtATime = new(1);

    /// <summary>Ids of the containers, running or not, that work for an incident.</summary>
    public static async Task<IReadOnlyList<string>> ContainersOfAsync(string incident) =>
        Lines(await DockerAsync("ps", "--all", "--quiet", "--filter", $"label=selfheal.incident={incident}"));

    /// <summary>The product's own Python image; a dry run makes it where there is none yet.</summary>
    public static async Task<string> PythonImageAsync()
    {
        await OneAtATime.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            if (await FindPythonImageAsync() is { } image)
            {
                return image;
            }

            await using var workshop = new Workshop();
            var project = Project.Load("stockroom");
            (await workshop.RepairAsync(await workshop.RepositoryOfAsync(project), project.TestCommand, "--dry-run", "--auto-approve-at", "0")).ShouldExitWith(0);
            return await FindPythonImageAsync() ?? throw new InvalidOperationException("No image is labelled selfheal.recipe=python after a repair.");
        }
        finally
        {
            OneAtATime.Release();
        }
    }

    /// <summary>Runs a command in a fresh container on a copy of a folder, without network.</summary>
    public static async Task<CommandResult> RunAsync(string folder, string command, TimeSpan limit)
    {
        var image = await PythonImageAsync();
        var files = CliWrap.Cli.Wrap("tar").WithArguments(["-C", folder, "--exclude=.git", "-c", "."]);
        var script = $"mkdir /tmp/copy && cd /tmp/copy && tar -x && PYTHONDONTWRITEBYTECODE=1 timeout {(int)limit.TotalSeconds} sh -c '{command.Replace("'", "'\\''", StringComparison.Ordinal)}'";
        var container = CliWrap.Cli.Wrap("docker")
            .WithArguments(["run", "--rm", "--interactive", "--network", "none", "--entrypoint", "sh", image, "-c", script])
            .WithValidation(CommandResultValidation.None);
        var result = await (files | container).ExecuteBufferedAsync(TestContext.Current.CancellationToken);
        return new CommandResult(result.ExitCode, result.StandardOutput, result.StandardError, result.RunTime);
    }

    private static async Task<string?> FindPythonImageAsync() =>
        Lines(await DockerAsync("images", "--filter", "label=selfheal.recipe=python", "--format", "{{.ID}}")).FirstOrDefault();

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private static async Task<string> DockerAsync(params string[] arguments) =>
        (await CliWrap.Cli.Wrap("docker").WithArguments(arguments).ExecuteBufferedAsync(TestContext.Current.CancellationToken)).StandardOutput;
}
