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
}
