using Microsoft.Extensions.DependencyInjection;
using SelfHealing.Cli.Repositories;
using SelfHealing.Models;
using SelfHealing.Repair.Ensemble;
using SelfHealing.Models.Catalog;
using SelfHealing.Sandboxes;
using SelfHealing.Sandboxes.Engine;
using SelfHealing.Silo.Databases;
using SelfHealing.Storage;
using SelfHealing.Toolchains;

namespace SelfHealing.Cli.Doctor;

/// <summary>Looks at everything that a repair needs.</summary>
/// <param name="services">The adapters, as a silo would have them.</param>
/// <param name="dataFolder">The data folder's path.</param>
internal sealed class Examination(IServiceProvider services, string dataFolder)
{
    private const long Gigabyte = 1L << 30;

    /// <summary>Every check, one after the other, in the order a repair would stumble.</summary>
    /// <param name="fix">True to install, start and build what is missing.</param>
    /// <param name="progress">Told what is being waited for.</param>
    /// <param name="cancellationToken">Stops the examination.</param>
    public async IAsyncEnumerable<Finding> ExamineAsync(
        bool fix, IProgress<string> progress, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        yield return await GitAsync(cancellationToken);
        yield return Folder();
        yield return await SchemaAsync(cancellationToken);
        var engine = await EngineAsync(fix, progress, cancellationToken);
        yield return engine;
        foreach (var recipe in services.GetServices<IToolchain>().Select(t => t.ImageRecipe).Distinct(StringComparer.Ordinal))
        {
            yield return engine.Health == Health.Failure
                ? new Finding($"image {recipe}", Health.Failure, "cannot be looked for without an engine")
                : await ImageAsync(recipe, fix, progress, cancellationToken);
        }

        yield return await PostgresAsync(fix, progress, cancellationToken);
        yield return Models();
        foreach (var model in services.GetRequiredService<IModelCatalog>().Chat)
        {
            yield return Chat(model);
        }
    }

    private static async Task<Finding> GitAsync(CancellationToken cancellationToken)
    {
        try
        {
            return new Finding("git", Health.Ok, (await LocalGit.RunAsync("/", cancellationToken, "--version")).Trim());
        }
        catch (CliException e)
        {
            return new Finding("git", Health.Failure, e.Message, "Install git, for instance with: apt-get install git");
        }
    }

    private Finding Folder()
    {
        try
        {
            var folder = DataFolder.Open(dataFolder);
            var probe = Path.Combine(folder.Root, ".probe");
            File.WriteAllText(probe, "");
            File.Delete(probe);
            var free = new DriveInfo(folder.Root).AvailableFreeSpace;
            var text = $"{folder.Root}, {free / (double)Gigabyte:0.0} GB free";
            return free switch
            {
                < Gigabyte / 2 => new Finding("data folder", Health.Failure, text, "Free at least half a gigabyte, or name another folder with --data."),
                < 3 * Gigabyte => new Finding("data folder", Health.Warning, text, "Large repositories and image builds may need more."),
                _ when !OperatingSystem.IsWindows() && (File.GetUnixFileMode(folder.Root) & (UnixFileMode.GroupRead | UnixFileMode.OtherRead)) != UnixFileMode.None =>
                    new Finding("data folder", Health.Warning, $"{text}, readable by others", $"It holds clones of your repositories; close it with: chmod 700 {folder.Root}"),
                _ => new Finding("data folder", Health.Ok, text),
            };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new Finding("data folder", Health.Failure, e.Message, "Mend its rights, or name another folder with --data.");
        }
    }

    private async Task<Finding> SchemaAsync(CancellationToken cancellationToken)
    {
        try
        {
            var incidents = await services.GetRequiredService<IEventJournal>().ListAsync(open: false, int.MaxValue, cancellationToken);
            return new Finding("storage", Health.Ok, $"the journal opens and holds {Terminals.Figures.Count(incidents.Count, "incident")}");
        }
        catch (Exception e) when (e is InvalidOperationException or IOException or System.Data.Common.DbException)
        {
            return new Finding("storage", Health.Failure, e.Message, "Start the program that wrote it, or name another folder with --data.");
        }
    }

    private async Task<Finding> EngineAsync(bool fix, IProgress<string> progress, CancellationToken cancellationToken)
    {
        var engine = services.GetRequiredService<DockerEngine>();
        try
        {
            var facts = fix ? await engine.EnsureAsync(progress, cancellationToken) : await engine.FindAsync(cancellationToken);
            return facts is null
                ? new Finding("engine", Health.Failure, "no Docker engine answers", "Install and start one, or let this command do it: selfheal doctor --fix")
                : new Finding("engine", Health.Ok, $"Docker {facts.Version} at {facts.Endpoint.Address} ({facts.Endpoint.Source}), {Terminals.Figures.Count(facts.Processors, "processor")}, {facts.MemoryBytes / (double)Gigabyte:0.#} GB");
        }
        catch (SandboxException e)
        {
            return new Finding("engine", Health.Failure, e.Message);
        }
    }

    private async Task<Finding> ImageAsync(string recipe, bool fix, IProgress<string> progress, CancellationToken cancellationToken)
    {
        var images = services.GetRequiredService<ISandboxImages>();
        try
        {
            var image = fix ? await images.EnsureAsync(recipe, progress, cancellationToken) : await images.FindAsync(recipe, cancellationToken);
            return image is null
                ? new Finding($"image {recipe}", Health.Warning, "is not built yet", "The first repair builds it, which takes a minute or two; or build it now with: selfheal doctor --fix")
                : new Finding($"image {recipe}", Health.Ok, image);
        }
        catch (SandboxException e)
        {
            return new Finding($"image {recipe}", Health.Failure, e.Message);
        }
    }

    /// <summary>Needed by clusters only, which find another way where it cannot be installed.</summary>
    private static async Task<Finding> PostgresAsync(bool fix, IProgress<string> progress, CancellationToken cancellationToken)
    {
        try
        {
            if (fix && DatabaseProvision.FindPrograms() is null && SystemPackages.CanInstall)
            {
                await DatabaseProvision.InstallAsync(progress, cancellationToken);
            }
        }
        catch (SandboxException e)
        {
            return new Finding("postgresql", Health.Warning, e.Message, "Only clusters need it. Install it with this system's package manager, or name a database with: selfheal up --database CONNECTION");
        }

        return DatabaseProvision.FindPrograms() is { } programs
            ? new Finding("postgresql", Health.Ok, $"its programs are in {programs}")
            : new Finding("postgresql", Health.Ok, "not installed; one machine without a cluster needs none, and `selfheal up` installs it");
    }

    private static Finding Chat(ChatEntry model)
    {
        var text = $"{model.Name}: {model.Provider} {model.Model} at {model.Endpoint}";
        return model.KeyProblem is { } problem
            ? new Finding("chat model", Health.Warning, $"{text}, without a key", problem)
            : new Finding("chat model", Health.Ok, $"{text}; see whether it answers with: selfheal models check {model.Name}");
    }

    private Finding Models()
    {
        var models = services.GetServices<ICoderModel>().Select(m => m.Name).Where(name => name != VoterNames.Fusion).ToList();
        return models.Count > 0
            ? new Finding("models", Health.Ok, string.Join(", ", models))
            : new Finding("models", Health.Failure, "none is configured", "Nothing can propose a patch; this build is broken.");
    }
}
