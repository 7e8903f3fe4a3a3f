using SelfHealing.Cli.Tests.Support;
using SelfHealing.Client;
using SelfHealing.Incidents;

namespace SelfHealing.Cli.Tests.Client;

public sealed class RepairHandleTests
{
    private readonly ScriptedIncident _grain = new(Stories.Id, new InMemoryJournal(), Stories.Fixed());

    [Theory]
    [InlineData(typeof(TimeoutException))]
    [InlineData(typeof(Orleans.Runtime.EnumerationAbortedException))]
    public async Task A_watch_that_breaks_with_its_silo_goes_on_after_the_last_event(Type failure)
    {
        _grain.Break = (7, (Exception)Activator.CreateInstance(failure, "the silo is gone")!);

        var sequences = await WatchAsync(Handle(attempts: 3));

        sequences.ShouldBe(Enumerable.Range(1, Stories.Fixed().Count).Select(i => (long)i));
        _grain.Calls.ShouldBe(["watch 0", "watch 7"]);
    }

    [Fact]
    public async Task A_silo_that_stays_away_is_told()
    {
        var handle = new RepairHandle(Stories.Id, () => throw new TimeoutException(), new SelfHealingClientOptions { ReopenAttempts = 0 });

        var unreachable = await Should.ThrowAsync<IncidentUnreachableException>(() => WatchAsync(handle));

        unreachable.Incident.ShouldBe(Stories.Id);
        unreachable.Message.ShouldContain("is kept");
    }

    [Fact]
    public async Task Every_further_attempt_waits_twice_as_long_up_to_a_limit()
    {
        var waits = new List<TimeSpan>();
        var handle = new RepairHandle(
            Stories.Id,
            () => throw new TimeoutException(),
            new SelfHealingClientOptions { ReopenAttempts = 4, ReopenDelay = TimeSpan.FromSeconds(1), LongestReopenDelay = TimeSpan.FromSeconds(3) },
            new NotingTime(waits));

        await Should.ThrowAsync<IncidentUnreachableException>(() => WatchAsync(handle));

        waits.ShouldBe([TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(3)]);
    }

    [Fact]
    public async Task A_failure_of_the_caller_is_not_taken_for_a_lost_silo()
    {
        _grain.Break = (2, new IncidentException("There is no incident inc-x."));

        await Should.ThrowAsync<IncidentException>(() => WatchAsync(Handle(attempts: 3)));
    }

    [Fact]
    public async Task The_result_of_a_fix_names_winner_proof_and_branch()
    {
        var result = await Handle(attempts: 0).GetResultAsync(TestContext.Current.CancellationToken);

        result.Status.ShouldBe(IncidentStatus.Resolved);
        result.Winner.ShouldNotBeNull().Id.ShouldBe("r1-mutation-1");
        result.Tests.ShouldBe(Stories.Proof);
        result.Deployment.ShouldNotBeNull().Branch.ShouldBe($"selfheal/{Stories.Id}");
    }

    [Fact]
    public async Task A_result_that_waits_for_a_person_says_so()
    {
        var grain = new ScriptedIncident(Stories.Id, new InMemoryJournal(), Stories.Fixed(confidence: 0.5));

        var result = await new RepairHandle(Stories.Id, () => grain).GetResultAsync(TestContext.Current.CancellationToken);

        result.Status.ShouldBe(IncidentStatus.AwaitingApproval);
        result.Vote.ShouldNotBeNull().Confidence.ShouldBe(0.5);
    }

    private RepairHandle Handle(int attempts) =>
        new(Stories.Id, () => _grain, new SelfHealingClientOptions { ReopenAttempts = attempts, ReopenDelay = TimeSpan.FromMilliseconds(1) });

    private static async Task<List<long>> WatchAsync(RepairHandle handle)
    {
        var sequences = new List<long>();
        await foreach (var signal in handle.WatchAsync(0, TestContext.Current.CancellationToken))
        {
            sequences.Add(((EventSignal)signal).Recorded.Sequence);
        }

        return sequences;
    }

    /// <summary>A clock on which every wait is over at once, and noted.</summary>
    private sealed class NotingTime(List<TimeSpan> waits) : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            waits.Add(dueTime);
            return base.CreateTimer(callback, state, TimeSpan.Zero, period);
        }
    }
}
