using Orleans.Concurrency;
using SelfHealing.Incidents;
using SelfHealing.Memory;
using SelfHealing.Repair.Memory;

namespace SelfHealing.Grains.Memory;

/// <summary>Keeps a tenant's lessons and its voters' records.</summary>
/// <remarks>Reentrant, because hundreds of incidents learn at once: what gathers while one write is under way is written by the next.</remarks>
[Reentrant]
internal sealed class MemoryGrain : Grain, IMemoryGrain
{
    private readonly IPersistentState<MemoryState> _memory;
    private readonly GatheredWrites _writes;

    public MemoryGrain([PersistentState("memory")] IPersistentState<MemoryState> memory)
    {
        _memory = memory;
        _writes = new GatheredWrites(() => _memory.WriteStateAsync(CancellationToken.None));
    }

    public Task<LessonsRecalled> RecallAsync(Fingerprint fingerprint, int limit, CancellationToken cancellationToken) => Task.FromResult(
        new LessonsRecalled(LessonRecall.Rank(_memory.State.Lessons, fingerprint, limit), new Dictionary<string, VoterRecord>(_memory.State.Records, StringComparer.Ordinal)));

    public async Task LearnAsync(Lesson lesson, IReadOnlyDictionary<string, bool> ballots, CancellationToken cancellationToken)
    {
        var state = _memory.State;
        if (!state.Learned.Contains(lesson.Incident) && state.Lessons.All(l => l.Incident != lesson.Incident))
        {
            _memory.State = new MemoryState
            {
                Lessons = [.. LessonRecall.Keep(state.Lessons, lesson)],
                Records = new(VoterRecords.Update(state.Records, ballots), StringComparer.Ordinal),
                Learned = [.. state.Learned.TakeLast(LessonRecall.MostLearned - 1), lesson.Incident],
            };
        }

        try
        {
            await _writes.WriteAsync();
        }
        catch
        {
            // What is in memory is not what is stored: the next call reads it again.
            DeactivateOnIdle();
            throw;
        }
    }

    public Task ConfirmAsync(string incident)
    {
        // Written with what is learned next. A state that a write may be reading is never changed.
        var state = _memory.State;
        if (state.Learned.Contains(incident))
        {
            _memory.State = new MemoryState { Lessons = state.Lessons, Records = state.Records, Learned = [.. state.Learned.Where(learned => learned != incident)] };
        }

        return Task.CompletedTask;
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

    /// <summary>The incidents that were learned from and may be so again, as their histories do not tell of it yet: none of them counts twice, even when its lesson is forgotten.</summary>
    [Id(2)] public List<string> Learned { get; set; } = [];
}
