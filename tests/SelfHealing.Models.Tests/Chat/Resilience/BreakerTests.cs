using SelfHealing.Models.Chat.Resilience;
using SelfHealing.ModelServers;

namespace SelfHealing.Models.Tests.Chat.Resilience;

public sealed class BreakerTests
{
    [Fact]
    public async Task A_model_that_keeps_failing_is_left_alone_and_asked_again_after_a_while()
    {
        var isDown = true;
        await using var server = await ModelServer.StartAsync(_ => isDown ? ModelReply.Status(500) : ModelReply.Says("back"));
        var time = new WatchedTime();
        using var room = new Room(Dialect.OpenAIChat, server.Endpoint(Dialect.OpenAIChat), time, ("Retries", "0"));
        for (var call = 0; call < ModelPipeline.FailuresToBreak; call++)
        {
            (await AskAsync(room)).Fault.ShouldBe(ModelFault.Unavailable);
        }

        var paused = await AskAsync(room, "inc-2");
        paused.Fault.ShouldBe(ModelFault.Unavailable);
        paused.Message.ShouldContain("is not asked");
        server.Requests.Count.ShouldBe(ModelPipeline.FailuresToBreak);

        isDown = false;
        time.Advance(ModelPipeline.Break);
        (await room.AskAsync(cancellationToken: TestContext.Current.CancellationToken)).Text.ShouldBe("back");
        (await room.AskAsync("Another?", cancellationToken: TestContext.Current.CancellationToken)).Text.ShouldBe("back");
    }

    [Fact]
    public async Task Faults_that_are_not_the_vendors_outage_never_pause_a_model()
    {
        await using var server = await ModelServer.StartAsync(request => request.Number % 2 == 0 ? ModelReply.Status(401) : ModelReply.Status(429));
        using var room = new Room(Dialect.Anthropic, server.Endpoint(Dialect.Anthropic), new WatchedTime(), ("Retries", "0"));
        for (var call = 0; call < 3 * ModelPipeline.FailuresToBreak; call++)
        {
            (await AskAsync(room)).Fault.ShouldBeOneOf(ModelFault.Unauthorized, ModelFault.RateLimited);
        }

        server.Requests.Count.ShouldBe(3 * ModelPipeline.FailuresToBreak);
    }

    private static async Task<ModelException> AskAsync(Room room, string incident = "inc-1") =>
        await Should.ThrowAsync<ModelException>(room.AskAsync(incident: incident, cancellationToken: TestContext.Current.CancellationToken));
}
