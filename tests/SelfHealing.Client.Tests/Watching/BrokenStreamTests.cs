using SelfHealing.Client.Tests.Support;
using SelfHealing.Incidents;

namespace SelfHealing.Client.Tests.Watching;

/// <summary>A watch survives what lies between it and the incident: no event is lost, none comes twice.</summary>
public sealed class BrokenStreamTests(Served served) : IClassFixture<Served>
{
    private static CancellationToken Token => Limited.Token;

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(2026)]
    public async Task Connections_that_are_cut_anywhere_even_within_an_event_lose_nothing(int seed)
    {
        var handle = await served.Client(Way.Grains).SubmitAsync(Reports.Fixable, cancellationToken: Token);
        await handle.GetResultAsync(Token);
        var whole = await handle.ReadHistoryAsync(cancellationToken: Token).ToListAsync(Token);
        var random = new Random(seed);
        await using var network = new CuttingProxy(served.Address, connection => connection < 40 ? random.Next(0, 3_000) : long.MaxValue);

        var watched = await WatchAsync(Served.HttpClientFor(network.Address, options: o =>
        {
            o.ReopenAttempts = 100;
            o.ReopenDelay = o.LongestReopenDelay = TimeSpan.FromMilliseconds(1);
        }).GetHandle(handle.Id));

        watched.ShouldBe(whole.Select(e => e.Sequence));
        network.Connections.ShouldBeGreaterThan(1);
    }

    [Fact]
    public async Task A_gateway_that_is_killed_and_started_again_in_the_middle_loses_nothing()
    {
        var id = IncidentId.New(TimeProvider.System);
        var gate = served.World.Gates[id] = new TaskCompletionSource();
        await served.Client(Way.Grains).SubmitAsync(Reports.Fixable, new SubmitOptions { Id = id }, Token);
        var address = new Uri($"http://127.0.0.1:{Served.FreePort()}");
        var (gateway, _) = await served.ServeAsync(address);
        var watching = Served.HttpClientFor(address).GetHandle(id).WatchAsync(cancellationToken: Token);
        var seen = new List<long>();

        await foreach (var signal in watching)
        {
            seen.AddRange(signal is EventSignal { Recorded.Sequence: var sequence } ? [sequence] : []);
            if (signal is EventSignal { Recorded.Event: StepStarted { Step: "code-1-bob" } })
            {
                // Killed, as far as its callers can tell: nothing is finished and every connection breaks.
                await Record.ExceptionAsync(() => gateway.StopAsync(new CancellationToken(canceled: true)));
                await gateway.DisposeAsync();
                gate.SetResult();
                (gateway, _) = await served.ServeAsync(address);
            }
        }

        await gateway.DisposeAsync();
        seen.ShouldBe(Enumerable.Range(1, seen.Count).Select(i => (long)i));
        seen.Count.ShouldBe((await served.Client(Way.Grains).GetHandle(id).ReadHistoryAsync(cancellationToken: Token).ToListAsync(Token)).Count);
    }

    [Fact]
    public async Task A_slow_reader_of_a_long_history_misses_nothing()
    {
        var id = IncidentId.New(TimeProvider.System);
        await served.Journal.AppendAsync(id, 0, Reports.LongHistory(3_000), Token);
        var seen = new List<long>();

        await foreach (var signal in served.Client(Way.Http).GetHandle(id).WatchAsync(cancellationToken: Token))
        {
            seen.Add(((EventSignal)signal).Recorded.Sequence);
            if (seen.Count % 500 == 0)
            {
                await Task.Delay(50, Token);
            }
        }

        seen.ShouldBe(Enumerable.Range(1, 3_000).Select(i => (long)i));
    }

    [Fact]
    public async Task A_gateway_that_never_comes_back_is_told_within_the_time_that_calls_may_take()
    {
        var nobody = new Uri($"http://127.0.0.1:{Served.FreePort()}");
        var client = Served.HttpClientFor(nobody, options: o =>
        {
            o.CallTimeout = TimeSpan.FromSeconds(1);
            o.ReopenAttempts = 2;
            o.ReopenDelay = TimeSpan.FromMilliseconds(1);
        });

        (await Should.ThrowAsync<SelfHealingUnreachableException>(() => client.ListAsync(cancellationToken: Token))).Message.ShouldContain("No silo or gateway answered");
        (await Should.ThrowAsync<IncidentUnreachableException>(() => client.GetHandle("inc-x").CancelAsync("ann", Token))).Incident.ShouldBe("inc-x");
        await Should.ThrowAsync<IncidentUnreachableException>(() => WatchAsync(client.GetHandle("inc-x")));
    }

    [Fact]
    public async Task A_gateway_without_silos_says_when_to_come_back_and_the_call_is_made_again()
    {
        const string Busy = "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 1\r\nConnection: close\r\nContent-Length: 0\r\n\r\n";
        await using var busy = new OneAnswer(Busy);
        var client = Served.HttpClientFor(busy.Address, options: o => o.CallTimeout = TimeSpan.FromSeconds(3));

        (await Should.ThrowAsync<SelfHealingUnreachableException>(() => client.ListAsync(cancellationToken: Token))).Message.ShouldContain("answered 503");
        busy.Connections.ShouldBeInRange(2, 5);
    }

    [Fact]
    public async Task A_full_queue_is_told_with_the_time_to_wait_and_not_tried_again()
    {
        await using var full = new OneAnswer("HTTP/1.1 429 Too Many Requests\r\nRetry-After: 17\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");

        var refusal = await Should.ThrowAsync<Admission.QueueFullException>(() => Served.HttpClientFor(full.Address).SubmitAsync(Reports.Fixable, cancellationToken: Token));

        refusal.RetryAfter.ShouldBe(TimeSpan.FromSeconds(17));
        full.Connections.ShouldBe(1);
    }

    private static async Task<List<long>> WatchAsync(RepairHandle handle) =>
        await handle.WatchAsync(cancellationToken: Token).OfType<EventSignal>().Select(signal => signal.Recorded.Sequence).ToListAsync(Token);
}
