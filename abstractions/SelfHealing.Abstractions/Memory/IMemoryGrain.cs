using Orleans.Concurrency;

namespace SelfHealing.Memory;

/// <summary>Lessons by fingerprint and the voters' records. One per tenant, keyed <c>memory-{tenant}</c>.</summary>
[Alias("IMemoryGrain")]
public interface IMemoryGrain : IGrainWithStringKey
{
    /// <summary>Lessons for the same error first, then for like errors, newest first, at most <paramref name="limit"/>.</summary>
    [ReadOnly]
    Task<IReadOnlyList<Lesson>> RecallAsync(Fingerprint fingerprint, int limit, CancellationToken cancellationToken);

    /// <summary>Every voter's record; a voter without one is not listed.</summary>
    [ReadOnly]
    Task<IReadOnlyDictionary<string, VoterRecord>> GetRecordsAsync(CancellationToken cancellationToken);

    /// <summary>Keeps a lesson and what each voter contributed to it. Learning from the same incident twice changes nothing.</summary>
    Task LearnAsync(Lesson lesson, IReadOnlyDictionary<string, bool> ballots, CancellationToken cancellationToken);

    /// <summary>Says that an incident's own history tells of its lesson: nobody learns from it again, and memory need not know that it did.</summary>
    [OneWay]
    Task ConfirmAsync(string incident);
}
