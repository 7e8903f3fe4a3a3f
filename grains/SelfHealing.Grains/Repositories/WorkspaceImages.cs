using System.Security.Cryptography;
using System.Text;
using SelfHealing.Grains.Incidents;
using SelfHealing.Incidents;
using SelfHealing.Repositories;
using SelfHealing.Sandboxes;
using SelfHealing.Storage;
using SelfHealing.Toolchains;

namespace SelfHealing.Grains.Repositories;

/// <summary>Makes sure that this machine's engine has the image of a workspace, whichever machine made the first one.</summary>
/// <remarks>
/// A recipe and the archive decide what is in an image, and every silo can read both. The image of a set-up command is named by the image that
/// it was made from, whose id is the engine's own: so a workspace goes on here with the image of this machine.
/// </remarks>
internal sealed class WorkspaceImages(ISandboxImages images, IRepositories repositories, IArtifacts artifacts, ToolchainSet toolchains, ProgressChannel progress)
{
    /// <summary>The workspace with an image that this machine has.</summary>
    public Task<Workspace> PutInPlaceAsync(string step, Workspace workspace, IncidentReport report, CancellationToken cancellationToken) =>
        PutInPlaceAsync(workspace, report, progress.To(workspace.Incident, step), cancellationToken);

    /// <summary>The workspace with an image that this machine has.</summary>
    public async Task<Workspace> PutInPlaceAsync(Workspace workspace, IncidentReport report, IProgress<string> told, CancellationToken cancellationToken)
    {
        var toolchain = toolchains.Of(report.Language);
        var image = report.Image is { } named
            ? await images.EnsureReferenceAsync(named, told, cancellationToken)
            : await images.EnsureAsync(toolchain.ImageRecipe, told, cancellationToken);
        if (report.SetupCommand is { } command)
        {
            var key = await SetUpKeyAsync(workspace, report, toolchain, image, cancellationToken);
            var setUp = new ImageSetUp(command, ct => artifacts.OpenAsync(workspace.Archive, ct), report.Subdirectory, key);
            image = await images.EnsureSetUpAsync(image, setUp, told, cancellationToken);
        }

        return workspace with { Image = image };
    }

    // The same command on the same image with the same lock files gives the same image.
    private async Task<string> SetUpKeyAsync(
        Workspace workspace, IncidentReport report, IToolchain toolchain, string image, CancellationToken cancellationToken)
    {
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        digest.AppendData(Encoding.UTF8.GetBytes($"{image}\n{report.Subdirectory}\n{report.SetupCommand}\n"));
        foreach (var file in toolchain.LockFiles.Order(StringComparer.Ordinal))
        {
            foreach (var path in new[] { file, $"{report.Subdirectory.TrimEnd('/')}/{file}" }.Select(p => p.TrimStart('/')).Distinct(StringComparer.Ordinal))
            {
                if (await repositories.ReadFileAsync(workspace, path, cancellationToken) is { } content)
                {
                    digest.AppendData(Encoding.UTF8.GetBytes($"{path}\n{content.Length}\n"));
                    digest.AppendData(content);
                }
            }
        }

        return Convert.ToHexStringLower(digest.GetHashAndReset())[..24];
    }
}
