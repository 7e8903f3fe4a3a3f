using System.Security.Cryptography;
using System.Text;
using SelfHealing.Grains.Incidents;
using SelfHealing.Incidents;
using SelfHealing.Repairs;
using SelfHealing.Repositories;
using SelfHealing.Sandboxes;
using SelfHealing.Storage;
using SelfHealing.Toolchains;

namespace SelfHealing.Grains.Repositories;

/// <summary>Clones from and pushes to one repository, one incident at a time.</summary>
internal sealed class RepositoryGrain(
    IRepositories repositories, ISandboxImages images, IArtifacts artifacts, ToolchainSet toolchains, ProgressChannel progress)
    : Grain, IRepositoryGrain
{
    public async Task<Workspace> PrepareAsync(string step, string incident, IncidentReport report, CancellationToken cancellationToken)
    {
        var toolchain = toolchains.Of(report.Language);
        var told = progress.To(incident, step);
        var checkout = await repositories.CheckOutAsync(incident, report, told, cancellationToken);
        var archive = await KeepAsync(checkout, cancellationToken);
        var image = report.Image is { } named
            ? await images.EnsureReferenceAsync(named, told, cancellationToken)
            : await images.EnsureAsync(toolchain.ImageRecipe, told, cancellationToken);
        if (report.SetupCommand is { } command)
        {
            var key = await SetUpKeyAsync(incident, report, toolchain, image, cancellationToken);
            var setUp = new ImageSetUp(command, ct => artifacts.OpenAsync(archive, ct), report.Subdirectory, key);
            image = await images.EnsureSetUpAsync(image, setUp, told, cancellationToken);
        }

        return new Workspace(incident, checkout.Commit, archive, image, report.TestCommand, report.Subdirectory);
    }

    public Task<Deployment> PublishAsync(
        string step, string incident, IncidentReport report, Publication publication, CancellationToken cancellationToken) =>
        repositories.PublishAsync(incident, report, publication, cancellationToken);

    private async Task<string> KeepAsync(Checkout checkout, CancellationToken cancellationToken)
    {
        var pipe = new System.IO.Pipelines.Pipe();
        var writing = Task.Run(
            async () =>
            {
                await using var output = pipe.Writer.AsStream();
                await checkout.Archive(output, cancellationToken);
            },
            cancellationToken);
        await using var input = pipe.Reader.AsStream();
        var name = await artifacts.PutAsync(input, cancellationToken);
        await writing;
        return name;
    }

    // The same command on the same image with the same lock files gives the same image.
    private async Task<string> SetUpKeyAsync(
        string incident, IncidentReport report, IToolchain toolchain, string image, CancellationToken cancellationToken)
    {
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        digest.AppendData(Encoding.UTF8.GetBytes($"{image}\n{report.Subdirectory}\n{report.SetupCommand}\n"));
        foreach (var file in toolchain.LockFiles.Order(StringComparer.Ordinal))
        {
            foreach (var path in new[] { file, $"{report.Subdirectory.TrimEnd('/')}/{file}" }.Select(p => p.TrimStart('/')).Distinct(StringComparer.Ordinal))
            {
                if (await repositories.ReadFileAsync(incident, path, cancellationToken) is { } content)
                {
                    digest.AppendData(Encoding.UTF8.GetBytes($"{path}\n{content.Length}\n"));
                    digest.AppendData(content);
                }
            }
        }

        return Convert.ToHexStringLower(digest.GetHashAndReset())[..24];
    }
}
