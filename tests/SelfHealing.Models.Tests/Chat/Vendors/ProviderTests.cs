using System.Text.Json;
using Microsoft.Extensions.AI;
using SelfHealing.ModelServers;

namespace SelfHealing.Models.Tests.Chat.Vendors;

/// <summary>Every vendor's interface over a socket, in its real wire format.</summary>
public sealed class ProviderTests
{
    public static TheoryData<Dialect> Dialects => [.. Enum.GetValues<Dialect>()];

    [Theory, MemberData(nameof(Dialects))]
    public async Task A_reply_comes_with_its_text_its_use_and_its_end(Dialect dialect)
    {
        await using var server = await ModelServer.StartAsync(_ => ModelReply.Says("Because of <tags> & ünïcode.") with { InputTokens = 1200, CachedTokens = 1000, OutputTokens = 34 });
        using var room = new Room(dialect, server.Endpoint(dialect));

        var response = await room.AskAsync(cancellationToken: TestContext.Current.CancellationToken);

        response.Text.ShouldBe("Because of <tags> & ünïcode.");
        response.FinishReason.ShouldBe(ChatFinishReason.Stop);
        response.Usage!.InputTokenCount.ShouldBe(1200);
        response.Usage.OutputTokenCount.ShouldBe(34);
        (response.Usage.CachedInputTokenCount ?? 0).ShouldBe(dialect == Dialect.Ollama ? 0 : 1000);
    }

    [Theory, MemberData(nameof(Dialects))]
    public async Task A_request_carries_the_prompt_the_key_and_only_the_settings_that_are_set(Dialect dialect)
    {
        await using var server = await ModelServer.StartAsync(_ => ModelReply.Says("ok"));
        using var room = new Room(dialect, server.Endpoint(dialect));
        using var client = room.Open();

        await client.GetResponseAsync(
            [
                new ChatMessage(ChatRole.System, "You mend code."), new ChatMessage(ChatRole.User, Room.Prompt),
                new ChatMessage(ChatRole.Assistant, "Which sum?"), new ChatMessage(ChatRole.User, "The last one."),
            ],
            new ChatOptions { MaxOutputTokens = 777 }, TestContext.Current.CancellationToken);

        var request = server.Requests.Single();
        request.Dialect.ShouldBe(dialect);
        request.Model.ShouldBe("some-model");
        request.System.ShouldBe("You mend code.");
        request.Messages.ShouldBe([new("user", Room.Prompt), new("assistant", "Which sum?"), new("user", "The last one.")]);
        request.Key.ShouldBe(Room.Key);
        request.Temperature.ShouldBeNull();
        request.MaxTokens.ShouldBe(777);
    }

    [Theory, MemberData(nameof(Dialects))]
    public async Task Configured_settings_are_sent_unless_the_agent_has_its_own(Dialect dialect)
    {
        await using var server = await ModelServer.StartAsync(_ => ModelReply.Says("ok"));
        var takesTemperature = dialect != Dialect.Anthropic;
        using var room = new Room(dialect, server.Endpoint(dialect), null, ("Temperature", takesTemperature ? "0.25" : ""), ("MaxOutputTokens", "512"));

        await room.AskAsync(cancellationToken: TestContext.Current.CancellationToken);
        await room.AskAsync(options: new ChatOptions { Temperature = 1, Instructions = "Be brief." }, cancellationToken: TestContext.Current.CancellationToken);

        server.Requests.Select(r => (r.Temperature, r.MaxTokens, r.System)).ShouldBe(
            takesTemperature ? [(0.25, 512, ""), (1, 512, "Be brief.")] : [(null, 512, ""), (null, 512, "Be brief.")]);
    }

    [Theory, MemberData(nameof(Dialects))]
    public async Task An_endpoint_may_be_written_with_and_without_its_version(Dialect dialect)
    {
        await using var server = await ModelServer.StartAsync(_ => ModelReply.Says("ok"));
        string[] suffixes = dialect switch
        {
            Dialect.AzureOpenAI => ["", "openai/v1", "openai/v1/"],
            Dialect.Anthropic => ["", "v1", "v1/"],
            Dialect.Ollama => ["", "api", "api/"],
            _ => ["v1", "v1/"],
        };
        foreach (var suffix in suffixes)
        {
            using var room = new Room(dialect, new Uri($"http://127.0.0.1:{server.Port}/{suffix}"));

            (await room.AskAsync(cancellationToken: TestContext.Current.CancellationToken)).Text.ShouldBe("ok");
        }
    }

    [Theory, MemberData(nameof(Dialects))]
    public async Task A_stream_is_the_whole_reply(Dialect dialect)
    {
        await using var server = await ModelServer.StartAsync(_ => ModelReply.Says("all of it"));
        using var room = new Room(dialect, server.Endpoint(dialect));
        using var client = room.Open();

        var updates = await client.GetStreamingResponseAsync(Room.Prompt, cancellationToken: TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken);

        updates.ToChatResponse().Text.ShouldBe("all of it");
    }

    [Theory, MemberData(nameof(Dialects))]
    public async Task Tools_are_offered_called_and_answered(Dialect dialect)
    {
        await using var server = await ModelServer.StartAsync(request => request.Number == 1 ? ModelReply.Calls("look") : ModelReply.Says("done"));
        using var room = new Room(dialect, server.Endpoint(dialect));
        using var client = room.Open();
        var look = AIFunctionFactory.Create(() => "seen", "look");
        List<ChatMessage> messages = [new(ChatRole.User, Room.Prompt)];

        var call = await client.GetResponseAsync(messages, new ChatOptions { Tools = [look] }, TestContext.Current.CancellationToken);
        var content = call.Messages.SelectMany(m => m.Contents).OfType<FunctionCallContent>().Single();
        messages.AddRange(call.Messages);
        messages.Add(new ChatMessage(ChatRole.Tool, [new FunctionResultContent(content.CallId, "seen")]));
        var response = await client.GetResponseAsync(messages, new ChatOptions { Tools = [look] }, TestContext.Current.CancellationToken);

        content.Name.ShouldBe("look");
        response.Text.ShouldBe("done");
        server.Requests[1].Body.ShouldContain("seen");
    }

    [Fact]
    public async Task Anthropic_is_told_where_its_cache_may_begin()
    {
        await using var server = await ModelServer.StartAsync(_ => ModelReply.Says("ok"));
        using var room = new Room(Dialect.Anthropic, server.Endpoint(Dialect.Anthropic));
        using var client = room.Open();
        List<ChatMessage> messages = [new(ChatRole.User, "files: " + new string('f', 5000)), new(ChatRole.Assistant, "read"), new(ChatRole.User, "go on")];

        await client.GetResponseAsync(messages, new ChatOptions { Instructions = new string('s', 5000) }, TestContext.Current.CancellationToken);

        using var body = JsonDocument.Parse(server.Requests.Single().Body);
        body.RootElement.GetProperty("system")[0].GetProperty("cache_control").GetProperty("type").GetString().ShouldBe("ephemeral");
        Marks(server.Requests.Single().Body).ShouldBe(3);
        messages.ShouldAllBe(m => m.Contents.All(c => c.AdditionalProperties == null));
    }

    [Fact]
    public async Task Anthropic_is_not_asked_to_cache_short_prompts()
    {
        await using var server = await ModelServer.StartAsync(_ => ModelReply.Says("ok"));
        using var room = new Room(Dialect.Anthropic, server.Endpoint(Dialect.Anthropic));

        await room.AskAsync(options: new ChatOptions { Instructions = "Be brief." }, cancellationToken: TestContext.Current.CancellationToken);

        Marks(server.Requests.Single().Body).ShouldBe(0);
    }

    [Fact]
    public async Task Ollama_is_told_how_long_prompts_may_be()
    {
        await using var server = await ModelServer.StartAsync(_ => ModelReply.Says("ok"));
        using var room = new Room(Dialect.Ollama, server.Endpoint(Dialect.Ollama));

        await room.AskAsync(cancellationToken: TestContext.Current.CancellationToken);

        server.Requests.Single().Body.ShouldContain("\"num_ctx\":32768");
    }

    [Fact]
    public async Task A_model_of_a_million_tokens_is_asked_without_a_stream_all_the_same()
    {
        await using var server = await ModelServer.StartAsync(_ => ModelReply.Says("ok"));
        using var room = new Room(Dialect.Anthropic, server.Endpoint(Dialect.Anthropic), null, ("MaxOutputTokens", "128000"));

        (await room.AskAsync(cancellationToken: TestContext.Current.CancellationToken)).Text.ShouldBe("ok");
    }

    [Fact]
    public async Task A_compatible_endpoint_that_needs_no_key_gets_none_of_the_vendors()
    {
        await using var server = await ModelServer.StartAsync(_ => ModelReply.Says("ok"));
        using var room = new Room(Dialect.OpenAIChat, server.Endpoint(Dialect.OpenAIChat), null, ("KeyVariable", ""));

        await room.AskAsync(cancellationToken: TestContext.Current.CancellationToken);

        server.Requests.Single().Key.ShouldBe("none");
    }

    private static int Marks(string body) => body.Split("\"cache_control\"").Length - 1;
}
