using SelfHealing.Incidents;
using SelfHealing.Memory;
using SelfHealing.Repair.Memory;

namespace SelfHealing.Grains.Tests.Memory;

public sealed class MemoryGrainTests : IAsyncLifetime
{
    private static readonly Fingerprint s_error = new("exact", "kind", "E");
    private static readonly Dictionary<string, bool> s_ballots = new() { ["alice"] = true };

    private readonly IncidentCluster _cluster = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private IMemoryGrain Memory => _cluster.Grains.GetGrain<IMemoryGrain>("memory-default");

    public ValueTask InitializeAsync() => _cluster.InitializeAsync();

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    [Fact]
    public async Task An_incident_counts_once_even_when_its_lesson_is_forgotten()
    {
        await LearnAsync("inc-a");
        await LearnAsync([.. Enumerable.Range(0, LessonRecall.MostOfOneError).Select(i => $"inc-{i}")]);
        (await Memory.RecallAsync(s_error, 100, Token)).Lessons.ShouldNotContain(l => l.Incident == "inc-a");
        var before = await RecordsAsync();

        await LearnAsync("inc-a");

        (await RecordsAsync()).ShouldBe(before, ignoreOrder: true);
        (await Memory.RecallAsync(s_error, 100, Token)).Lessons.ShouldNotContain(l => l.Incident == "inc-a");
    }

    [Fact]
    public async Task An_incident_whose_history_tells_of_its_lesson_need_not_be_remembered()
    {
        var id = IncidentId.New(TimeProvider.System);
        await _cluster.Incident(id).SubmitAsync(new IncidentReport { Repository = "repo", TestCommand = "pytest", AutoApproveAt = 0, Models = ["alice", "bob"] }, Token);
        await foreach (var _ in _cluster.Incident(id).WatchAsync(0, Token))
        {
        }

        var learned = (await _cluster.Journal.ReadAsync(id, 0, Token).ToListAsync(Token)).Select(e => e.Event).OfType<LessonLearned>().ShouldHaveSingleItem().Lesson;
        var once = await RecordsAsync();
        (await RecordsAfterAsync(learned)).ShouldBe(once, ignoreOrder: true, "its lesson is still kept");

        // Only a lesson that is gone, as another incident taught the same, shows whether the incident is remembered beside it.
        await Memory.LearnAsync(learned with { Incident = "inc-other" }, s_ballots, Token);

        var before = await RecordsAsync();
        (await RecordsAfterAsync(learned))["alice"].ShouldNotBe(before["alice"]);
    }

    private async Task<IReadOnlyDictionary<string, VoterRecord>> RecordsAsync() => (await Memory.RecallAsync(s_error, 0, Token)).Records;

    private async Task<IReadOnlyDictionary<string, VoterRecord>> RecordsAfterAsync(Lesson lesson)
    {
        await Memory.LearnAsync(lesson, s_ballots, Token);
        return await RecordsAsync();
    }

    private async Task LearnAsync(params string[] incidents)
    {
        foreach (var incident in incidents)
        {
            await Memory.LearnAsync(new Lesson(incident, s_error, [], "", incident, "f", DateTimeOffset.UnixEpoch), s_ballots, Token);
        }
    }
}
