using SelfHealing.Incidents;
using SelfHealing.Repositories;

namespace SelfHealing.Integrations.Git;

/// <summary>Finds out where an incident's branch goes.</summary>
internal sealed class PushTarget(GitCommand git)
{
    private const string Origin = "origin";

    /// <summary>A remote's name in the user's repository, else a URL or path; without one its <c>origin</c>, else the repository itself.</summary>
    /// <exception cref="RepositoryException">There is no such remote.</exception>
    public async Task<RepositoryAddress> ResolveAsync(IncidentReport report, RepositoryAddress repository, CancellationToken cancellationToken)
    {
        var source = repository.IsFolder ? new FolderSource(repository, git) : null;
        var remotes = source is null ? [] : await source.RemotesAsync(cancellationToken);
        if ((report.Remote ?? Origin) is var name && remotes.Contains(name, StringComparer.Ordinal))
        {
            return await source!.PushAddressAsync(name, cancellationToken);
        }

        if (report.Remote is null || (source is null && report.Remote == Origin))
        {
            return repository;
        }

        return RepositoryAddress.IsUrl(report.Remote) || Directory.Exists(report.Remote)
            ? RepositoryAddress.Parse(report.Remote, Directory.GetCurrentDirectory())
            : throw new RepositoryException(
                $"The repository {repository} has no remote {GitWords.WithoutCredentials(report.Remote)}{(remotes.Count > 0 ? $" (it has {string.Join(", ", remotes)})" : "")}. Name one of its remotes, a folder or a URL.",
                isUserError: true);
    }
}
