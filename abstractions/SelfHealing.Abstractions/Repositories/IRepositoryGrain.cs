using SelfHealing.Incidents;
using SelfHealing.Repairs;
using SelfHealing.Toolchains;

namespace SelfHealing.Repositories;

/// <summary>One repository: what is cloned from it and pushed to it, one at a time. Keyed <c>repo-{digest}</c>.</summary>
[Alias("IRepositoryGrain")]
public interface IRepositoryGrain : IGrainWithStringKey
{
    /// <summary>Clones the incident's revision and makes its sandbox image.</summary>
    [ResponseTimeout("06:00:00")]
    Task<Workspace> PrepareAsync(string step, string incident, IncidentReport report, CancellationToken cancellationToken);

    /// <summary>Commits and pushes the winner, or finds it pushed.</summary>
    [ResponseTimeout("01:00:00")]
    Task<Deployment> PublishAsync(string step, string incident, IncidentReport report, Publication publication, CancellationToken cancellationToken);
}
