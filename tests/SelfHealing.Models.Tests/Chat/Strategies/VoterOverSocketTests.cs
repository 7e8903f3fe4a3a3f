using SelfHealing.ModelServers;

namespace SelfHealing.Models.Tests.Chat.Strategies;

/// <summary>Whole voters against servers that speak the vendors' real wire formats.</summary>
public sealed class VoterOverSocketTests
{
    public static TheoryData<string, ModelReply> Faults => new()
    {
        { "401", ModelReply.Status(401) },
        { "429", ModelReply.Status(429) },
        { "429 that says when", ModelReply.Status(429, "1") },
        { "500", ModelReply.Status(500) },
        { "503", ModelReply.Status(503) },
        { "reset", ModelReply.Resets },
        { "silence", ModelReply.KeepsSilent },
        { "empty", ModelReply.Empty },
        { "prose", ModelReply.Says("I would add the items up, and so should you.") },
        { "truncated", ModelReply.Truncated(Bench.Right[..60]) },
        { "10 MB", ModelReply.Huge() },
        { "refusal", ModelReply.Refuses },
        { "tool call", ModelReply.Calls("bash") },
        { "another file", ModelReply.Says(Bench.Right.Replace("shop.py", "other.py", StringComparison.Ordinal)) },
        { "a file outside", ModelReply.Says(Bench.Right.Replace("shop.py", "../../etc/passwd", StringComparison.Ordinal)) },
        { "the tests", ModelReply.Says("tests/test_shop.py\n<<<<<<< SEARCH\n    assert total([1, 2]) == 3\n=======\n    pass\n>>>>>>> REPLACE\n") },
        { "confusables", ModelReply.Says(Bench.Right.Replace("+= item", "+= it\u0435m", StringComparison.Ordinal)) },
        { "direction marks", ModelReply.Says(Bench.Right.Replace("+= item", "+= item  # \u202e", StringComparison.Ordinal)) },
    };

    public static TheoryData<Dialect, string> Wires
    {
        get
        {
            var wires = new TheoryData<Dialect, string>();
            foreach (var dialect in Enum.GetValues<Dialect>())
            {
                wires.Add(dialect, "multi-agent");
                wires.Add(dialect, "agentless");
            }

            return wires;
        }
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Wires))]
    public async Task A_bug_is_repaired_over_every_vendors_wire(Dialect dialect, string strategy)
    {
        var bench = await new Bench().PrepareAsync();
        await using var server = await ModelServer.StartAsync(request => ModelReply.Says(Answer(request, Bench.Right)));
        using var room = new Room(dialect, server.Endpoint(dialect));

        var report = await bench.SearchAsync(room.Model, strategy, Cancellation);

        report.Abstained.ShouldBeNull();
        report.Candidates.ShouldHaveSingleItem().Diff.ShouldContain("+        result += item\n");
        server.Requests.ShouldAllBe(r => !r.Text.Contains("canary-secret", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task Every_fault_of_a_coder_is_an_abstention_that_says_what_it_was(string fault, ModelReply reply)
    {
        foreach (var strategy in new[] { "multi-agent", "agentless" })
        {
            var bench = await new Bench().PrepareAsync();
            await using var server = await ModelServer.StartAsync(request => IsForEdits(request) ? reply : ModelReply.Says(Answer(request, "")));
            using var room = new Room(Dialect.OpenAIChat, server.Endpoint(Dialect.OpenAIChat), settings: [("Retries", "0"), ("Timeout", "00:00:02"), ("Samples", "2")]);

            var report = await bench.SearchAsync(room.Model, strategy, Cancellation);

            report.Candidates.ShouldBeEmpty(fault);
            bench.Toolchain.Ran.ShouldBeEmpty(fault);
            report.Abstained.ShouldNotBeNull(fault);
            report.Abstained.Length.ShouldBeGreaterThan(20);
            report.Abstained.ShouldNotContain(Room.Key);
        }
    }

    [Fact]
    public async Task Windows_line_ends_and_a_byte_order_mark_in_a_reply_do_no_harm()
    {
        var bench = await new Bench().PrepareAsync();
        await using var server = await ModelServer.StartAsync(request =>
            ModelReply.Says(Answer(request, "\ufeff" + Bench.Right.Replace("\n", "\r\n", StringComparison.Ordinal))));
        using var room = new Room(Dialect.Anthropic, server.Endpoint(Dialect.Anthropic));

        var report = await bench.SearchAsync(room.Model, "agentless", Cancellation);

        report.Candidates.ShouldHaveSingleItem().Patch.Edits.ShouldHaveSingleItem().Replacement.ShouldBe("+");
    }

    private static bool IsForEdits(ModelRequest request) => request.System.Contains("SEARCH", StringComparison.Ordinal);

    private static string Answer(ModelRequest request, string edits) =>
        IsForEdits(request) ? edits
        : request.System.Contains("\"root_cause\"", StringComparison.Ordinal) ? Bench.Cause
        : request.System.Contains("\"places\"", StringComparison.Ordinal) ? Bench.Place
        : Bench.Correct;
}
