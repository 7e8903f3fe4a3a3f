using SelfHealing.Memory;
using SelfHealing.Repair.Memory;

namespace SelfHealing.Grains.Memory;

/// <summary>Keeps a tenant's lessons and its voters' records.</summary>
internal sealed class MemoryGrain([PersistentState("memory")] IPersistentState<MemoryState> memory) : Grain, IMemoryGrain
{
    private const int MaxLessons = 1000;

    public Task<IReadOnlyList<Lesson>> RecallAsync(Fingerprint fingerprint, int limit, CancellationToken cancellationToken) =>
        Task.FromResult(LessonRecall.Rank(memory.State.Lessons, fingerprint, limit));

    public Task<IReadOnlyDictionary<string, VoterRecord>> GetRecordsAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyDictionary<string, VoterRecord>>(new Dictionary<string, VoterRecord>(memory.State.Records, StringComparer.Ordinal));

    public async Task LearnAsync(Lesson lesson, IReadOnlyDictionary<string, bool> ballots, CancellationToken cancellationToken)
    {
        if (memory.State.Lessons.Any(l => l.Incident == lesson.Incident))
        {
            return;
        }

        memory.State = new MemoryState
        {
            Lessons = [.. memory.State.Lessons.TakeLast(MaxLessons - 1), lesson],
            Records = new(VoterRecords.Update(memory.State.Records, ballots), StringComparer.Ordinal),
        };
        await memory.WriteStateAsync(cancellationToken);
    }
}

/// <summary>What a tenant's memory holds.</summary>
[GenerateSerializer, Alias("MemoryState")]
public sealed class MemoryState
{
    /// <summary>Lessons, oldest first.</summary>
    [Id(0)] public List<Lesson> Lessons { get; set; } = [];

    /// <summary>Records by voter.</summary>
    [Id(1)] public Dictionary<string, VoterRecord> Records { get; set; } = new(StringComparer.Ordinal);
}
