using SelfHealing.Incidents;
using SelfHealing.Models;
using SelfHealing.Repair.Calls;

namespace SelfHealing.Cli.Tests.Support;

/// <summary>Made-up histories of incidents that call chat models.</summary>
internal static class CallStories
{
    public const string Prompt = "<data-7f>\u001b[2Jif low < high:</data-7f>";

    public const string Answer = "The loop ends too early.\u001b]0;owned\u0007";

    /// <summary>A repair with calls of two models, one of which is rate limited twice; replies are among the artifacts.</summary>
    public static IReadOnlyList<RecordedEvent> Fixed(InMemoryArtifacts artifacts)
    {
        var history = new List<RepairEvent>
        {
            Replied(artifacts, "plan-1", 1, "sonnet", "planner", "plan@1", 2_113, 0, 240, 0.009939m, 3.8),
            Replied(artifacts, "code-1-gpt:agentless", 1, "gpt", "coder", "agentless-edits@2", 13_120, 0, 812, 0.0245m, 4.2),
            Replied(artifacts, "code-1-gpt:agentless", 2, "gpt", "coder", "agentless-edits@2", 13_120, 12_032, 790, 0.0101m, 64),
            Failed("code-1-gpt:agentless", 3, ModelFault.RateLimited, "The model 'gpt' is rate limited by api.openai.com (429) and asks to wait 10 minutes. Lower SelfHealing:Models:gpt:RequestsPerMinute."),
            Failed("code-1-gpt:agentless", 4, ModelFault.RateLimited, "The model 'gpt' is rate limited by api.openai.com (429) and asks to wait 9 minutes. Lower SelfHealing:Models:gpt:RequestsPerMinute."),
            Replied(artifacts, "review-r1-mutation-1", 1, "sonnet", "reviewer", "review@1", 1_904, 0, 122, 1.250001m, 2.1),
        }.Select(e => (4.0, e)).ToArray();
        var end = Stories.Fixed();
        return [.. end.Take(12), .. Stories.Record(13, history), .. end.Skip(12).Select((e, i) => e with { Sequence = 13 + history.Length + i })];
    }

    private static ModelCalled Replied(
        InMemoryArtifacts artifacts, string step, int number, string model, string agent, string prompt, long input, long cached, long output, decimal cost, double seconds)
    {
        var call = new ModelCall
        {
            Id = $"{step}/{number}", Step = step, Model = model, Agent = agent, Prompt = prompt, Digest = $"{step}-{number}", InputTokens = input, CachedTokens = cached,
            OutputTokens = output, Cost = cost, Latency = TimeSpan.FromSeconds(seconds), Attempts = 1, FinishReason = "stop",
        };
        var reply = new RecordedReply(
            System.Text.Json.JsonSerializer.Serialize(new { instructions = "Repair it.", messages = new[] { new { role = "user", text = Prompt } } }),
            System.Text.Json.JsonSerializer.Serialize(new { messages = new[] { new { role = "assistant", contents = new[] { new Dictionary<string, string> { ["$type"] = "text", ["text"] = Answer } } } } }));
        return new ModelCalled(call with { Transcript = artifacts.Put(TranscriptFormat.Line(new RecordedCall(call, reply))) });
    }

    private static ModelCalled Failed(string step, int number, ModelFault fault, string reason) => new(new ModelCall
    {
        Id = $"{step}/{number}", Step = step, Model = "gpt", Agent = "coder", Prompt = "agentless-edits@2", Digest = "d", Latency = TimeSpan.FromSeconds(1.5), Attempts = 4,
        Fault = fault, Reason = reason,
    });
}
