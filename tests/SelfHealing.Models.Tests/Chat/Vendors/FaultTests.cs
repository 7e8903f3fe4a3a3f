using Microsoft.Extensions.AI;
using SelfHealing.ModelServers;

namespace SelfHealing.Models.Tests.Chat.Vendors;

/// <summary>Every fault of every vendor, over a socket: its kind, how often it was asked, and that neither key nor prompt gets out.</summary>
public sealed class FaultTests
{
    private static readonly Dictionary<string, (ModelReply Reply, ModelFault Fault, int Attempts)> s_faults = new(StringComparer.Ordinal)
    {
        ["400"] = (ModelReply.Status(400), ModelFault.Rejected, 1),
        ["401"] = (ModelReply.Status(401), ModelFault.Unauthorized, 1),
        ["402"] = (ModelReply.Status(402), ModelFault.Unauthorized, 1),
        ["403"] = (ModelReply.Status(403), ModelFault.Unauthorized, 1),
        ["404"] = (ModelReply.Status(404), ModelFault.Rejected, 1),
        ["413"] = (ModelReply.Status(413), ModelFault.Rejected, 1),
        ["422"] = (ModelReply.Status(422), ModelFault.Rejected, 1),
        ["429"] = (ModelReply.Status(429), ModelFault.RateLimited, 4),
        ["429 with Retry-After"] = (ModelReply.Status(429, "7"), ModelFault.RateLimited, 4),
        ["429 with a long Retry-After"] = (ModelReply.Status(429, "3600"), ModelFault.RateLimited, 1),
        ["500"] = (ModelReply.Status(500), ModelFault.Unavailable, 4),
        ["503"] = (ModelReply.Status(503, "5"), ModelFault.Unavailable, 4),
        ["529"] = (ModelReply.Status(529), ModelFault.Unavailable, 4),
        ["a redirect"] = (ModelReply.Status(307), ModelFault.Rejected, 1),
        ["a reset in the middle"] = (ModelReply.Resets, ModelFault.Unreachable, 4),
        ["10 MB"] = (ModelReply.Huge(), ModelFault.TooLarge, 1),
        ["an empty reply"] = (ModelReply.Empty, ModelFault.Malformed, 1),
        ["nothing but blanks"] = (ModelReply.Says(" \n "), ModelFault.Malformed, 1),
        ["cut off before any text"] = (ModelReply.Truncated(""), ModelFault.Malformed, 1),
        ["a tool that nobody offered"] = (ModelReply.Calls("deploy"), ModelFault.Malformed, 1),
    };

    public static TheoryData<Dialect, string> Cases
    {
        get
        {
            var cases = new TheoryData<Dialect, string>();
            foreach (var dialect in Enum.GetValues<Dialect>())
            {
                foreach (var fault in s_faults.Keys)
                {
                    cases.Add(dialect, fault);
                }
            }

            return cases;
        }
    }

    public static TheoryData<Dialect> Dialects => [.. Enum.GetValues<Dialect>()];

    [Theory, MemberData(nameof(Cases))]
    public async Task A_fault_is_told_for_what_it_is(Dialect dialect, string fault)
    {
        var (reply, kind, attempts) = s_faults[fault];
        await using var server = await ModelServer.StartAsync(_ => reply);
        var time = new WatchedTime();
        using var room = new Room(dialect, server.Endpoint(dialect), time);

        var (thrown, counted) = await FailAsync(room, time);

        thrown.Fault.ShouldBe(kind);
        server.Requests.Count.ShouldBe(attempts);
        counted.ShouldBe(attempts);
        thrown.Message.ShouldContain("'subject'");
        NothingLeaks(thrown, room);
    }

    [Theory, MemberData(nameof(Dialects))]
    public async Task The_pause_that_the_vendor_asks_for_is_kept(Dialect dialect)
    {
        await using var server = await ModelServer.StartAsync(request => request.Number < 3 ? ModelReply.Status(429, "7") : ModelReply.Says("at last"));
        var time = new WatchedTime();
        using var room = new Room(dialect, server.Endpoint(dialect), time);

        var asking = room.AskAsync(cancellationToken: TestContext.Current.CancellationToken);
        await time.PassAsync(asking);

        (await asking).Text.ShouldBe("at last");
        time.Pauses.ShouldBe([TimeSpan.FromSeconds(7), TimeSpan.FromSeconds(7)]);
    }

    [Fact]
    public async Task A_pause_may_be_asked_for_by_a_date()
    {
        var time = new WatchedTime();
        var until = time.GetUtcNow().AddSeconds(9).ToString("r");
        await using var server = await ModelServer.StartAsync(request => request.Number == 1 ? ModelReply.Status(503, until) : ModelReply.Says("at last"));
        using var room = new Room(Dialect.OpenAIChat, server.Endpoint(Dialect.OpenAIChat), time);

        var asking = room.AskAsync(cancellationToken: TestContext.Current.CancellationToken);
        await time.PassAsync(asking);

        (await asking).Text.ShouldBe("at last");
        time.Pauses.ShouldBe([TimeSpan.FromSeconds(9)]);
    }

    [Fact]
    public async Task Without_a_word_of_the_vendor_pauses_grow()
    {
        await using var server = await ModelServer.StartAsync(_ => ModelReply.Status(500));
        var time = new WatchedTime();
        using var room = new Room(Dialect.OpenAIChat, server.Endpoint(Dialect.OpenAIChat), time);

        await FailAsync(room, time);

        time.Pauses.Count.ShouldBe(3);
        time.Pauses.ShouldAllBe(pause => pause > TimeSpan.Zero && pause <= TimeSpan.FromSeconds(30));
    }

    [Theory, MemberData(nameof(Dialects))]
    public async Task A_refusal_in_the_vendors_own_form_is_told_as_one(Dialect dialect)
    {
        await using var server = await ModelServer.StartAsync(_ => ModelReply.Refuses);
        var time = new WatchedTime();
        using var room = new Room(dialect, server.Endpoint(dialect), time);
        if (dialect == Dialect.Ollama)
        {
            // It has no form for it: prose, which is the agents' matter.
            (await room.AskAsync(cancellationToken: TestContext.Current.CancellationToken)).Text.ShouldContain("can't help");
            return;
        }

        var (thrown, attempts) = await FailAsync(room, time);

        thrown.Fault.ShouldBe(ModelFault.Refused);
        attempts.ShouldBe(1);
        NothingLeaks(thrown, room);
    }

    [Theory, MemberData(nameof(Dialects))]
    public async Task A_reply_that_was_cut_off_says_so(Dialect dialect)
    {
        await using var server = await ModelServer.StartAsync(_ => ModelReply.Truncated("{\"edits\": ["));
        using var room = new Room(dialect, server.Endpoint(dialect));

        var response = await room.AskAsync(cancellationToken: TestContext.Current.CancellationToken);

        response.FinishReason.ShouldBe(ChatFinishReason.Length);
        response.Text.ShouldBe("{\"edits\": [");
    }

    [Theory, MemberData(nameof(Dialects))]
    public async Task A_closed_port_is_unreachable(Dialect dialect)
    {
        using var port = new ClosedPort();
        var time = new WatchedTime();
        using var room = new Room(dialect, port.Endpoint(dialect), time);

        var (thrown, attempts) = await FailAsync(room, time);

        thrown.Fault.ShouldBe(ModelFault.Unreachable);
        attempts.ShouldBe(4);
        NothingLeaks(thrown, room);
    }

    [Theory, MemberData(nameof(Dialects))]
    public async Task Silence_ends_at_the_time_out_and_is_tried_once_more(Dialect dialect)
    {
        await using var server = await ModelServer.StartAsync(_ => ModelReply.KeepsSilent);
        var time = new WatchedTime();
        using var room = new Room(dialect, server.Endpoint(dialect), time, ("Timeout", "00:10:00"));

        var asking = FailAsync(room, time);
        await server.ReceivedAsync(1, TestContext.Current.CancellationToken);
        time.Advance(TimeSpan.FromMinutes(10));
        await server.ReceivedAsync(2, TestContext.Current.CancellationToken);
        time.Advance(TimeSpan.FromMinutes(10));
        var (thrown, attempts) = await asking;

        thrown.Fault.ShouldBe(ModelFault.TimedOut);
        thrown.Message.ShouldContain("600 s");
        attempts.ShouldBe(2);
        NothingLeaks(thrown, room);
    }

    [Theory, MemberData(nameof(Dialects))]
    public async Task Who_cancels_is_not_told_of_a_fault(Dialect dialect)
    {
        await using var server = await ModelServer.StartAsync(_ => ModelReply.KeepsSilent);
        using var room = new Room(dialect, server.Endpoint(dialect));
        using var cancel = new CancellationTokenSource();

        var asking = room.AskAsync(cancellationToken: cancel.Token);
        await server.ReceivedAsync(1, TestContext.Current.CancellationToken);
        await cancel.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(asking);
        server.Requests.Count.ShouldBe(1);
    }

    [Theory, MemberData(nameof(Dialects))]
    public async Task A_missing_key_is_told_without_asking_anybody(Dialect dialect)
    {
        await using var server = await ModelServer.StartAsync(_ => ModelReply.Says("ok"));
        var time = new WatchedTime();
        using var room = new Room(dialect, server.Endpoint(dialect), time, ("KeyVariable", "NO_SUCH_KEY"));

        var (thrown, _) = await FailAsync(room, time);

        thrown.Fault.ShouldBe(ModelFault.Unauthorized);
        thrown.Message.ShouldContain("NO_SUCH_KEY is not set");
        server.Requests.ShouldBeEmpty();
    }

    /// <summary>Asks, lets every pause pass, and gives the fault and the requests that were recorded.</summary>
    private static async Task<(ModelException Fault, int Attempts)> FailAsync(Room room, WatchedTime time)
    {
        var asking = room.AskAsync(cancellationToken: TestContext.Current.CancellationToken);
        await time.PassAsync(asking);
        var thrown = await Should.ThrowAsync<ModelException>(asking);
        var recorded = room.Ledger.Calls.ShouldHaveSingleItem();
        (recorded.Fault, recorded.Reason).ShouldBe((thrown.Fault, thrown.Message));
        return (thrown, recorded.Attempts);
    }

    private static void NothingLeaks(ModelException thrown, Room room)
    {
        foreach (var text in (string[])[thrown.ToString(), room.Log])
        {
            text.ShouldNotContain("canary");
        }
    }
}
