using SelfHealing.Grains.Agents;
using SelfHealing.Grains.Incidents;
using SelfHealing.Grains.Placement;
using SelfHealing.Incidents;
using SelfHealing.Repairs;
using SelfHealing.Repositories;
using SelfHealing.Storage;
using SelfHealing.Toolchains;

namespace SelfHealing.Grains.Repositories;

/// <summary>Clones from and pushes to one repository, one incident at a time.</summary>
[OnFitSilo]
internal sealed class RepositoryGrain(
    IRepositories repositories, WorkspaceImages images, IArtifacts artifacts, ProgressChannel progress, LeavingSilo silo)
    : AgentGrain(silo), IRepositoryGrain
{
    public async Task<Workspace> PrepareAsync(string step, string incident, IncidentReport report, CancellationToken cancellationToken)
    {
        var told = progress.To(incident, step);
        var checkout = await repositories.CheckOutAsync(incident, report, told, cancellationToken);
        var archive = await KeepAsync(checkout, cancellationToken);
        var workspace = new Workspace(incident, checkout.Commit, archive, Image: "", report.TestCommand, report.Subdirectory);
        return await images.PutInPlaceAsync(workspace, report, told, cancellationToken);
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
}
