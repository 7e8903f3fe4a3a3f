using SelfHealing.Incidents;
using SelfHealing.Repairs;
using SelfHealing.Toolchains;

namespace SelfHealing.Repositories;

/// <summary>Git repositories: read the revision, publish the winner.</summary>
public interface IRepositories
{
    /// <summary>Clones the revision into the data folder (found if it is there) and resolves its commit.</summary>
    /// <exception cref="RepositoryException">Not a repository, unknown revision, unreachable; the message says what to do.</exception>
    Task<Checkout> CheckOutAsync(string incident, IncidentReport report, IProgress<string> progress, CancellationToken cancellationToken);

    /// <summary>The content of one file of a revision, or null when there is none. Where the revision is not cloned, its archive is read.</summary>
    Task<byte[]?> ReadFileAsync(Workspace workspace, string path, CancellationToken cancellationToken);

    /// <summary>Commits the patch on the incident's branch and pushes it. A branch that is already there with the same change is found, not made again.</summary>
    /// <remarks>Whichever machine does it, the commit's id is the same; one that has no clone of the revision makes it.</remarks>
    /// <exception cref="RepositoryException">The remote refused or is unreachable; the commit stays in the data folder.</exception>
    Task<Deployment> PublishAsync(string incident, IncidentReport report, Publication publication, CancellationToken cancellationToken);
}

/// <summary>A cloned revision.</summary>
/// <param name="Commit">Full commit id.</param>
/// <param name="Archive">Writes the revision's files as an uncompressed tar, without git metadata.</param>
public sealed record Checkout(string Commit, Func<Stream, CancellationToken, Task> Archive);

/// <summary>What is published.</summary>
/// <param name="Patch">The winner's change.</param>
/// <param name="Message">The commit message.</param>
/// <param name="PullRequestTitle">Title of the pull request.</param>
/// <param name="PullRequestBody">Text of the pull request, Markdown.</param>
[GenerateSerializer, Immutable, Alias("Publication")]
public sealed record Publication(Patch Patch, string Message, string PullRequestTitle, string PullRequestBody)
{
    /// <summary>Full id of the commit that the patch goes on top of.</summary>
    [Id(0)] public string Base { get; init; } = "";

    /// <summary>The date of the commit: the incident's own, so that making the commit again gives the same id.</summary>
    [Id(1)] public DateTimeOffset At { get; init; }
}

/// <summary>A repository or remote could not be used.</summary>
/// <param name="message">What happened, to what, and what to do.</param>
/// <param name="isUserError">True when only the user can mend it (a wrong path, a refused push).</param>
/// <param name="inner">The cause.</param>
[GenerateSerializer, Alias("RepositoryException")]
public sealed class RepositoryException(string message, bool isUserError, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>True when trying again cannot help before the user acts.</summary>
    [Id(0)] public bool IsUserError { get; } = isUserError;
}
