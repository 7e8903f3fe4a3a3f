using SelfHealing.Client.Tests.Support;
using SelfHealing.Client.Transports;
using SelfHealing.Incidents;

namespace SelfHealing.Client.Tests.Watching;

public sealed class RepairHandleTests
{
    private const string Id = "inc-2k7f9d3xqm";

    private readonly ScriptedTransport _transport = new([.. Reports.LongHistory(12).Select((e, i) => new RecordedEvent(Id, i + 1, DateTimeOffset.UnixEpoch, e))]);

    [Fact]
    public async Task A_watch_that_breaks_with_its_silo_goes_on_after_the_last_event()
    {
        _transport.BreakAfter = 7;
        _transport.Breaking(new TimeoutException("the silo is gone"));

        var sequences = await WatchAsync(Handle());

        sequences.ShouldBe(Enumerable.Range(1, 12).Select(i => (long)i));
        _transport.Calls.ShouldBe(["watch 0", "watch 7"]);
    }

    [Fact]
    public async Task A_watch_that_is_cut_off_before_its_last_signal_goes_on()
    {
        _transport.BreakAfter = 4;
        _transport.Breaking(null, null);

        var sequences = await WatchAsync(Handle());

        sequences.ShouldBe(Enumerable.Range(1, 12).Select(i => (long)i));
        _transport.Calls.ShouldBe(["watch 0", "watch 4", "watch 8"]);
    }

    [Fact]
    public async Task A_watch_that_hears_nothing_although_more_is_recorded_goes_on()
    {
        (_transport.BreakAfter, _transport.FallsSilent) = (7, true);
        _transport.Breaking(failures: null as Exception);

        var sequences = await WatchAsync(Handle(_transport, new SelfHealingClientOptions(), new SilentTime(_transport, [], most: 2)));

        sequences.ShouldBe(Enumerable.Range(1, 12).Select(i => (long)i));
        _transport.Calls.ShouldBe(["watch 0", "read 7", "watch 7"]);
    }

    [Fact]
    public async Task A_watch_of_a_long_step_asks_less_and_less_often_and_stays_open()
    {
        (_transport.BreakAfter, _transport.FallsSilent, _transport.Recorded) = (7, true, 7);
        _transport.Breaking(failures: null as Exception);

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var waits = new List<TimeSpan>();
        var time = new SilentTime(_transport, waits, most: 5) { After = limit.Cancel };

        await Should.ThrowAsync<OperationCanceledException>(() => WatchAsync(Handle(_transport, new SelfHealingClientOptions(), time), limit));

        waits.Select(w => w.TotalSeconds).ShouldBe([5, 10, 20, 30, 30]);
        _transport.Calls.ShouldBe(["watch 0", .. Enumerable.Repeat("read 7", 5)]);
    }

    [Fact]
    public async Task A_silo_that_stays_away_is_told()
    {
        var unreachable = await Should.ThrowAsync<IncidentUnreachableException>(() => WatchAsync(Handle(Away(2), new SelfHealingClientOptions { ReopenAttempts = 0 })));

        unreachable.Incident.ShouldBe(Id);
        unreachable.Message.ShouldContain("is kept");
    }

    [Fact]
    public async Task Every_further_attempt_waits_twice_as_long_up_to_a_limit()
    {
        var waits = new List<TimeSpan>();
        var options = new SelfHealingClientOptions { Silence = NotingTime.LeftAlone, ReopenAttempts = 4, ReopenDelay = TimeSpan.FromSeconds(1), LongestReopenDelay = TimeSpan.FromSeconds(3) };

        await Should.ThrowAsync<IncidentUnreachableException>(() => WatchAsync(Handle(Away(5), options, new NotingTime(waits))));

        waits.ShouldBe([TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(3)]);
    }

    [Fact]
    public async Task A_failure_of_the_caller_is_not_taken_for_a_lost_silo() =>
        await Should.ThrowAsync<IncidentException>(() => WatchAsync(Handle(_transport.Breaking(new IncidentException("There is no incident inc-x.")))));

    [Fact]
    public async Task A_decision_is_made_again_until_somebody_hears_it()
    {
        _transport.Breaking(new TimeoutException(), new TimeoutException());

        await Handle().ApproveAsync("ann", cancellationToken: TestContext.Current.CancellationToken);

        _transport.Calls.ShouldBe(["approve ann", "approve ann", "approve ann"]);
    }

    [Fact]
    public async Task A_result_that_waits_for_a_person_says_so()
    {
        var candidate = new Repairs.Candidate
        {
            Id = "r1", Voter = "alice", Patch = new Repairs.Patch([]), Diff = "", NormalForm = "n", Operators = [], Rank = 1, Score = 1, Size = 1,
        };
        RepairEvent[] events =
        [
            new Submitted(Reports.Asking), new Coded(1, "alice", new Repairs.SearchReport(1, 1, 1, [candidate], [], Abstained: null)),
            new Voted(1, new Ensemble.Vote("r1", 0.5, [], [])),
        ];
        var transport = new ScriptedTransport([.. events.Select((e, i) => new RecordedEvent(Id, i + 1, DateTimeOffset.UnixEpoch, e))]);

        var result = await Handle(transport).GetResultAsync(TestContext.Current.CancellationToken);

        result.Status.ShouldBe(IncidentStatus.AwaitingApproval);
        result.Winner.ShouldBe(candidate);
        result.Vote.ShouldNotBeNull().Confidence.ShouldBe(0.5);
    }

    private static ScriptedTransport Away(int times) => new ScriptedTransport([new RecordedEvent(Id, 1, DateTimeOffset.UnixEpoch, new Admitted())])
        .Breaking([.. Enumerable.Repeat(new TimeoutException(), times)]);

    private RepairHandle Handle() => Handle(_transport);

    private static RepairHandle Handle(ITransport transport, SelfHealingClientOptions? options = null, TimeProvider? time = null) =>
        new(Id, new Connection(transport, options ?? new SelfHealingClientOptions { ReopenDelay = TimeSpan.FromMilliseconds(1) }, time ?? TimeProvider.System));

    private static async Task<List<long>> WatchAsync(RepairHandle handle, CancellationTokenSource? limit = null)
    {
        var sequences = new List<long>();
        await foreach (var signal in handle.WatchAsync(0, limit?.Token ?? TestContext.Current.CancellationToken))
        {
            sequences.Add(((EventSignal)signal).Recorded.Sequence);
        }

        return sequences;
    }

    /// <summary>A clock on which waits are over at once, and noted, while a stream says nothing; all others never end.</summary>
    private sealed class SilentTime(ScriptedTransport transport, List<TimeSpan> waits, int most) : TimeProvider
    {
        /// <summary>Called when more waits are begun than may be over.</summary>
        public Action After { get; init; } = () => { };

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            if (transport.IsSilent && waits.Count < most)
            {
                waits.Add(dueTime);
                return base.CreateTimer(callback, state, TimeSpan.Zero, period);
            }

            if (transport.IsSilent)
            {
                After();
            }

            return base.CreateTimer(callback, state, Timeout.InfiniteTimeSpan, period);
        }
    }

    /// <summary>A clock on which every wait but one is over at once, and noted.</summary>
    private sealed class NotingTime(List<TimeSpan> waits) : TimeProvider
    {
        public static TimeSpan LeftAlone => TimeSpan.FromMinutes(10);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            if (dueTime == LeftAlone)
            {
                return base.CreateTimer(callback, state, dueTime, period);
            }

            waits.Add(dueTime);
            return base.CreateTimer(callback, state, TimeSpan.Zero, period);
        }
    }
}
