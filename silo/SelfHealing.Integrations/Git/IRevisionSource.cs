using SelfHealing.Repositories;

namespace SelfHealing.Integrations.Git;

/// <summary>A repository from which a revision is fetched.</summary>
internal interface IRevisionSource
{
    /// <summary>Finds out what the revision is, before anything is fetched.</summary>
    /// <exception cref="RepositoryException">There is no such repository or revision.</exception>
    Task<Wanted> ResolveAsync(string revision, CancellationToken cancellationToken);
}

/// <summary>What is to be fetched.</summary>
/// <param name="ObjectFormat">The repository's object format, <c>sha1</c> or <c>sha256</c>.</param>
/// <param name="Commit">The object's id, when it is known before the fetch.</param>
/// <param name="Expression">What names it in the clone after a fetch of all history, when its id is not known.</param>
/// <param name="Unknown">The error if it is not there after all.</param>
internal sealed record Wanted(string ObjectFormat, string? Commit, string? Expression, Func<RepositoryException> Unknown);
