using System.Text.Json;
using SelfHealing.Models;
using SelfHealing.Repair.Calls;

namespace SelfHealing.Cli.Calls;

/// <summary>The document that <c>show --calls --json</c> prints.</summary>
/// <param name="Incident">The incident's id.</param>
/// <param name="Calls">Its calls, in the order in which they were recorded.</param>
/// <param name="Models">Sums by model.</param>
internal sealed record CallsDocument(string Incident, IReadOnlyList<CallsDocument.CallPart> Calls, IReadOnlyList<CallsDocument.ModelPart> Models)
{
    /// <summary>One call. Request and response are null without <c>--content</c>, and when they are not kept.</summary>
    internal sealed record CallPart(
        string Id, DateTimeOffset At, string Step, string Model, string Agent, string Prompt, long InputTokens, long CachedTokens, long OutputTokens, decimal Cost,
        double Seconds, int Attempts, string? FinishReason, ModelFault? Fault, string? Reason, bool Replayed, string Digest, JsonElement? Request, JsonElement? Response);

    /// <summary>The sums of one model.</summary>
    internal sealed record ModelPart(string Model, int Calls, int Faults, long InputTokens, long CachedTokens, long OutputTokens, decimal Cost);

    /// <summary>The document of calls.</summary>
    public static CallsDocument Of(string incident, IReadOnlyList<KeptCall> calls) => new(
        incident,
        [.. calls.Select(Of)],
        Sums(calls.GroupBy(c => c.Call.Model).Select(g => KeyValuePair.Create(g.Key, g.Aggregate(CallTotals.None, (sum, c) => sum.Plus(c.Call))))));

    /// <summary>Sums of models, by name.</summary>
    public static IReadOnlyList<ModelPart> Sums(IEnumerable<KeyValuePair<string, CallTotals>> models) =>
        [.. models.OrderBy(m => m.Key, StringComparer.Ordinal)
            .Select(m => new ModelPart(m.Key, m.Value.Calls, m.Value.Faults, m.Value.InputTokens, m.Value.CachedTokens, m.Value.OutputTokens, m.Value.Cost))];

    private static CallPart Of(KeptCall kept)
    {
        var call = kept.Call;
        return new CallPart(
            call.Id, kept.At, call.Step, call.Model, call.Agent, call.Prompt, call.InputTokens, call.CachedTokens, call.OutputTokens, call.Cost,
            Math.Round(call.Latency.TotalSeconds, 3), call.Attempts, call.FinishReason, call.Fault, call.Reason, call.WasReplayed, call.Digest,
            Json(kept.Reply?.Request), Json(kept.Reply?.Response));
    }

    private static JsonElement? Json(string? text) => string.IsNullOrEmpty(text) ? null : JsonElement.Parse(text);
}
