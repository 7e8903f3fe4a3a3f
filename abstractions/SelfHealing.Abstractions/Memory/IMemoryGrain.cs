using Orleans.Concurrency;
using SelfHealing.Incidents;

namespace SelfHealing.Memory;

/// <summary>Lessons by fingerprint and the voters' records. One per tenant, keyed <c>memory-{tenant}</c>.</summary>
[Alias("IMemoryGrain")]
public interface IMemoryGrain : IGrainWithStringKey
{
    /// <summary>Lessons for the same error first, then for like errors, newest first, at most <paramref name="limit"/>; and the record of every voter that has one.</summary>
    [ReadOnly]
    Task<LessonsRecalled> RecallAsync(Fingerprint fingerprint, int limit, CancellationToken cancellationToken);

    /// <summary>Keeps a lesson and what each voter contributed to it. Learning from the same incident twice changes nothing.</summary>
    Task LearnAsync(Lesson lesson, IReadOnlyDictionary<string, bool> ballots, CancellationToken cancellationToken);

    /// <summary>Says that an incident's own history tells of its lesson: nobody learns from it again, and memory need not know that it did.</summary>
    [OneWay]
    Task ConfirmAsync(string incident);
}
