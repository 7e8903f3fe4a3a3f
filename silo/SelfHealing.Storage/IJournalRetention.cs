namespace SelfHealing.Storage;

/// <summary>Lets go of old incidents.</summary>
public interface IJournalRetention
{
    /// <summary>Removes the whole history of every incident that was closed before <paramref name="closedBefore"/> and not resumed since.</summary>
    /// <remarks>An incident is kept whole or not at all, because a history with gaps could not be folded any more. Its artifacts go by <see cref="IArtifactRetention"/>.</remarks>
    /// <param name="closedBefore">Incidents whose last event is older are removed.</param>
    /// <param name="cancellationToken">Cancels before anything is removed.</param>
    /// <returns>Ids of the removed incidents.</returns>
    Task<IReadOnlyList<string>> ForgetAsync(DateTimeOffset closedBefore, CancellationToken cancellationToken);

    /// <summary>When the oldest incident that is still known was submitted; null when none is.</summary>
    Task<DateTimeOffset?> OldestSubmissionAsync(CancellationToken cancellationToken);
}
