using Microsoft.Extensions.AI;
using SelfHealing.Models.Chat;
using SelfHealing.Models.Chat.Ledger;
using SelfHealing.Models.Chat.Secrets;
using SelfHealing.ModelServers;

namespace SelfHealing.Models.Tests.Chat.Ledger;

public sealed class LedgerClientTests
{
    private static readonly (string, string)[] Prices = [("InputPrice", "3"), ("CachedInputPrice", "0.3"), ("OutputPrice", "15"), ("MaxOutputTokens", "1000")];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<Dialect> Dialects => [.. Enum.GetValues<Dialect>()];

    [Theory, MemberData(nameof(Dialects))]
    public async Task A_reply_is_recorded_with_what_it_used_and_cost(Dialect dialect)
    {
        var cached = dialect == Dialect.Ollama ? 0 : 400;
        await using var server = await ModelServer.StartAsync(_ => ModelReply.Says("because") with { InputTokens = 1000, CachedTokens = cached, OutputTokens = 200 });
        using var room = new Room(dialect, server.Endpoint(dialect), time: null, Prices);

        await room.AskAsync(cancellationToken: Token);

        var call = room.Ledger.Calls.ShouldHaveSingleItem();
        (call.Id, call.Step, call.Model, call.Agent, call.Prompt).ShouldBe(("code-1/1", "code-1", "subject", "coder", "test@1"));
        (call.InputTokens, call.CachedTokens, call.OutputTokens, call.Attempts).ShouldBe((1000, cached, 200, 1));
        call.Cost.ShouldBe(((1000 - cached) * 3m + cached * 0.3m + 200 * 15m) / 1_000_000);
        (call.Fault, call.WasReplayed).ShouldBe((null, false));
        call.FinishReason.ShouldBe("stop");
        room.Ledger.Reserved.ShouldBeEmpty();
    }

    [Theory, MemberData(nameof(Dialects))]
    public async Task A_recorded_call_is_answered_as_it_was_without_asking_whatever_its_nonce(Dialect dialect)
    {
        await using var server = await ModelServer.StartAsync(request => ModelReply.Says($"answer {request.Number}"));
        using var room = new Room(dialect, server.Endpoint(dialect), time: null, Prices);
        var first = await AskAsync(room, "nonce-1f", "line 3 <data-nonce-1f>at 0x7f00aa11bb22 in 0.12s</data-nonce-1f>");

        var again = await AskAsync(room, "nonce-9c", "line 3 <data-nonce-9c>at 0x7f00aa11bb99 in 0.37s</data-nonce-9c>");

        again.Text.ShouldBe(first.Text);
        again.FinishReason.ShouldBe(first.FinishReason);
        server.Requests.Count.ShouldBe(1);
        (await AskAsync(room, "nonce-9c", "line 4 <data-nonce-9c></data-nonce-9c>")).Text.ShouldBe("answer 2");
    }

    [Fact]
    public async Task A_reply_that_quotes_its_nonce_quotes_that_of_whoever_replays_it()
    {
        await using var server = await ModelServer.StartAsync(request => ModelReply.Says("It is in <data-nonce-1f>, line 3."));
        using var room = new Room(Dialect.OpenAIChat, server.Endpoint(Dialect.OpenAIChat));
        await AskAsync(room, "nonce-1f", "<data-nonce-1f>");

        (await AskAsync(room, "nonce-9c", "<data-nonce-9c>")).Text.ShouldBe("It is in <data-nonce-9c>, line 3.");
    }

    [Fact]
    public void A_recorded_reply_that_was_changed_is_told_as_not_recorded()
    {
        foreach (var text in (string[])["null", "[1]", """{"messages":[{"contents":[{"$type":"nonsense"}]}]}"""])
        {
            Should.Throw<ModelException>(() => ReplyFormat.Read(text)).Fault.ShouldBe(ModelFault.NotRecorded);
        }
    }

    [Fact]
    public async Task Samples_that_are_asked_side_by_side_have_the_numbers_of_their_order_and_keep_their_replies()
    {
        var both = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = await ModelServer.StartAsync(async request =>
        {
            if (request.Number == 3)
            {
                both.SetResult();
            }

            await both.Task;
            return ModelReply.Says($"answer {request.Number}");
        });
        using var room = new Room(Dialect.OpenAIChat, server.Endpoint(Dialect.OpenAIChat));
        using var client = Open(room, firstCall: 11);
        var samples = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => client.GetResponseAsync("why?", cancellationToken: Token)));
        room.Ledger.Forget("code-1/12");

        using var later = Open(room, firstCall: 11);
        var again = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => later.GetResponseAsync("why?", cancellationToken: Token)));

        room.Ledger.Calls.Select(c => c.Id).ShouldBe(["code-1/11", "code-1/12", "code-1/13"]);
        (again[0].Text, again[2].Text).ShouldBe((samples[0].Text, samples[2].Text));
        again[1].Text.ShouldBe("answer 4");
        server.Requests.Count.ShouldBe(4);
    }

    [Fact]
    public async Task A_call_that_no_budget_holds_is_not_sent_and_is_named()
    {
        await using var server = await ModelServer.StartAsync(_ => ModelReply.Says("never"));
        using var room = new Room(Dialect.Anthropic, server.Endpoint(Dialect.Anthropic));
        room.Ledger.Refusal = "The budget is used up.";

        (await Should.ThrowAsync<ModelException>(() => room.AskAsync(cancellationToken: Token))).Fault.ShouldBe(ModelFault.OutOfBudget);

        server.Requests.ShouldBeEmpty();
        var call = room.Ledger.Calls.ShouldHaveSingleItem();
        (call.Fault, call.Reason, call.Attempts).ShouldBe((ModelFault.OutOfBudget, "The budget is used up.", 0));
    }

    [Fact]
    public async Task A_call_that_nobody_waits_for_any_more_is_charged_with_its_most_once_it_was_sent()
    {
        await using var server = await ModelServer.StartAsync(_ => ModelReply.KeepsSilent);
        using var room = new Room(Dialect.OpenAIChat, server.Endpoint(Dialect.OpenAIChat), time: null, Prices);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);

        var asking = room.AskAsync(cancellationToken: stop.Token);
        await server.ReceivedAsync(1, Token);
        var most = room.Ledger.Reserved["code-1/1"];
        await stop.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => asking);

        room.Ledger.Settled["code-1/1"].ShouldBe(most);
        most.Tokens.ShouldBeInRange(1001, 1100);
        room.Ledger.Calls.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_call_that_waited_for_its_turn_only_is_charged_nothing_when_it_is_given_up()
    {
        await using var server = await ModelServer.StartAsync(_ => ModelReply.KeepsSilent);
        using var room = new Room(Dialect.OpenAIChat, server.Endpoint(Dialect.OpenAIChat), time: null, [.. Prices, ("MaxConcurrentCalls", "1")]);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        using var client = room.Open();
        var sent = client.GetResponseAsync("first", cancellationToken: stop.Token);
        await server.ReceivedAsync(1, Token);
        var waiting = client.GetResponseAsync("second", cancellationToken: stop.Token);

        await stop.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => sent);
        await Should.ThrowAsync<OperationCanceledException>(() => waiting);

        room.Ledger.Settled["code-1/2"].ShouldBe(new CallUse(0, 0));
    }

    [Fact]
    public async Task A_secret_in_a_prompt_or_a_reply_is_not_kept()
    {
        const string secret = "ghp_0123456789abcdefghijklmnopqrstuvwxyz";
        await using var server = await ModelServer.StartAsync(_ => ModelReply.Says($"use {secret} to push"));
        using var room = new Room(Dialect.OpenAIChat, server.Endpoint(Dialect.OpenAIChat));

        await room.AskAsync($"the log says {secret}", cancellationToken: Token);

        var kept = room.Ledger.ReplyOf("code-1/1");
        (kept.Request + kept.Response).ShouldNotContain(secret);
        kept.Request.ShouldContain(SecretScrubber.Removed);
        kept.Response.ShouldContain(SecretScrubber.Removed);
    }

    [Fact]
    public void A_reply_with_a_tool_call_is_read_as_it_was_written()
    {
        var response = new ChatResponse(new ChatMessage(ChatRole.Assistant,
        [
            new TextReasoningContent("I look first") { ProtectedData = "seal" },
            new TextContent("Let me see."),
            new FunctionCallContent("call-1", "bash", new Dictionary<string, object?> { ["command"] = "ls \u001b[2J" }),
        ]))
        {
            FinishReason = ChatFinishReason.ToolCalls,
            Usage = new UsageDetails { InputTokenCount = 5, OutputTokenCount = 7 },
        };

        var read = ReplyFormat.Read(ReplyFormat.Write(response, text => text));

        read.FinishReason.ShouldBe(ChatFinishReason.ToolCalls);
        read.Usage!.OutputTokenCount.ShouldBe(7);
        read.Messages.Single().Contents.OfType<TextReasoningContent>().Single().ProtectedData.ShouldBe("seal");
        read.Messages.Single().Contents.OfType<FunctionCallContent>().Single().Arguments!["command"]!.ToString().ShouldBe("ls \u001b[2J");
    }

    private static IChatClient Open(Room room, int firstCall = 1, string nonce = "") =>
        room.Model.Open(new CallContext("inc-1", "tenant", "code-1", "coder", "test@1") { FirstCall = firstCall, Nonce = nonce });

    private static async Task<ChatResponse> AskAsync(Room room, string nonce, string prompt)
    {
        using var client = Open(room, nonce: nonce);
        return await client.GetResponseAsync(prompt, cancellationToken: Token);
    }
}
