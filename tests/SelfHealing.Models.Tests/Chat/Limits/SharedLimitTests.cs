using System.Collections.Concurrent;
using SelfHealing.ModelServers;

namespace SelfHealing.Models.Tests.Chat.Limits;

public sealed class SharedLimitTests
{
    [Fact]
    public async Task Incidents_share_a_models_calls_in_turn()
    {
        var release = new TaskCompletionSource();
        var running = 0;
        var most = 0;
        var order = new ConcurrentQueue<string>();
        await using var server = await ModelServer.StartAsync(async request =>
        {
            order.Enqueue(request.Messages[0].Text);
            most = Math.Max(most, Interlocked.Increment(ref running));
            await release.Task;
            Interlocked.Decrement(ref running);
            return ModelReply.Says("ok");
        });
        using var room = new Room(Dialect.OpenAIChat, server.Endpoint(Dialect.OpenAIChat), null, ("MaxConcurrentCalls", "1"));
        var calls = Enumerable.Range(1, 4).Select(i => room.AskAsync($"a{i}", incident: "inc-a", cancellationToken: TestContext.Current.CancellationToken)).ToList();
        calls.Add(room.AskAsync("b1", incident: "inc-b", cancellationToken: TestContext.Current.CancellationToken));
        await server.ReceivedAsync(1, TestContext.Current.CancellationToken);
        server.Requests.Count.ShouldBe(1);

        release.SetResult();
        await Task.WhenAll(calls);

        order.ShouldBe(["a1", "a2", "b1", "a3", "a4"]);
        most.ShouldBe(1);
    }

    [Fact]
    public async Task A_retry_is_a_request_of_the_minute_like_any_other()
    {
        await using var server = await ModelServer.StartAsync(request => request.Number == 1 ? ModelReply.Status(500) : ModelReply.Says("ok"));
        var time = new WatchedTime();
        using var room = new Room(Dialect.OpenAIChat, server.Endpoint(Dialect.OpenAIChat), time, ("RequestsPerMinute", "1"));

        var call = room.AskAsync(cancellationToken: TestContext.Current.CancellationToken);
        await time.PausedAsync(1);
        time.Advance(time.Pauses[0]);
        await time.PausedAsync(2);
        server.Requests.Count.ShouldBe(1);
        time.Pauses.Aggregate((a, b) => a + b).ShouldBeInRange(TimeSpan.FromSeconds(59), TimeSpan.FromSeconds(61));
        time.Advance(time.Pauses[1]);

        (await call).Text.ShouldBe("ok");
        server.Requests.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_call_that_pauses_before_its_retry_holds_no_place()
    {
        await using var server = await ModelServer.StartAsync(request => request.Number == 1 ? ModelReply.Status(500) : ModelReply.Says("ok"));
        var time = new WatchedTime();
        using var room = new Room(Dialect.OpenAIChat, server.Endpoint(Dialect.OpenAIChat), time, ("MaxConcurrentCalls", "1"));

        var paused = room.AskAsync("first", cancellationToken: TestContext.Current.CancellationToken);
        await time.PausedAsync(1);
        (await room.AskAsync("second", incident: "inc-2", cancellationToken: TestContext.Current.CancellationToken)).Text.ShouldBe("ok");
        paused.IsCompleted.ShouldBeFalse();
        time.Advance(time.Pauses[0]);

        (await paused).Text.ShouldBe("ok");
    }
}
