using Microsoft.Extensions.AI;
using SelfHealing.Repair.Budgets;

namespace SelfHealing.Models.Chat.Ledger;

/// <summary>Numbers the calls of one context, answers those that were recorded, reserves the others before they are made and records what came of them.</summary>
/// <param name="inner">Makes the call.</param>
/// <param name="ledger">Where calls are kept.</param>
/// <param name="context">On whose behalf.</param>
/// <param name="name">The configured name of the model.</param>
/// <param name="model">How it is configured.</param>
/// <param name="clean">Removes secrets from a text that is kept.</param>
/// <param name="time">The clock.</param>
internal sealed class LedgerClient(
    IChatClient inner, ICallLedger ledger, CallContext context, string name, ModelOptions model, Func<string, string> clean, TimeProvider time)
    : DelegatingChatClient(inner)
{
    // Stands for the nonce in what is kept, so that a reply that quotes it fits the prompts of whoever replays it.
    private const string NonceMark = "selfheal-nonce-mark";

    private readonly CallPrices _prices = new(model.InputPrice, model.OutputPrice, model.CachedInputPrice);
    private int _asked;

    public override Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        // Numbered before anything is waited for: calls side by side have the numbers of the order in which they were asked, whichever is answered first.
        var number = context.FirstCall + Interlocked.Increment(ref _asked) - 1;
        var request = new CallRequest(messages as IReadOnlyList<ChatMessage> ?? [.. messages], options);
        var key = new CallKey(context.Incident, context.Tenant, context.Step, number, name, CallDigest.Of(name, request, context.Nonce));
        return AnswerAsync(key, request, cancellationToken);
    }

    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        // Only a whole reply can be recorded.
        foreach (var update in (await GetResponseAsync(messages, options, cancellationToken)).ToChatResponseUpdates())
        {
            yield return update;
        }
    }

    private async Task<ChatResponse> AnswerAsync(CallKey key, CallRequest request, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        var most = _prices.Most(request.EstimatedTokens, request.Options?.MaxOutputTokens ?? model.MaxOutputTokens);
        var attempts = CallAttempts.Begin();
        try
        {
            if (await ledger.FindAsync(key, cancellationToken) is { } known)
            {
                var replayed = ReplyFormat.Read(known.Response.Replace(NonceMark, context.Nonce, StringComparison.Ordinal));
                await ledger.RecordAsync(key, Made(key, request, replayed, began, 0) with { Cost = 0, WasReplayed = true }, known, CancellationToken.None);
                return replayed;
            }

            await ledger.ReserveAsync(key, most, cancellationToken);
            var response = await base.GetResponseAsync(request.Messages, request.Options, cancellationToken);
            var reply = new RecordedReply(RequestFormat.Write(request, Kept), ReplyFormat.Write(response, Kept));
            await ledger.RecordAsync(key, Made(key, request, response, began, attempts.Count), reply, CancellationToken.None);
            return response;
        }
        catch (ModelException fault)
        {
            await ledger.RecordAsync(key, Failed(key, fault, most, began, attempts.Count), reply: null, CancellationToken.None);
            throw;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await AbandonAsync(key, attempts.Count > 0 ? most : new CallUse(0, 0));
            throw;
        }
    }

    private string Kept(string text) => clean(context.Nonce.Length > 0 ? text.Replace(context.Nonce, NonceMark, StringComparison.Ordinal) : text);

    // A vendor may charge for what was sent, whoever waits for it. Where even that cannot be told, the reservation stands and comes to the same.
    private async Task AbandonAsync(CallKey key, CallUse used)
    {
        try
        {
            await ledger.SettleAsync(key, used, CancellationToken.None);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            System.Diagnostics.Activity.Current?.AddException(e);
        }
    }

    private ModelCall Made(CallKey key, CallRequest request, ChatResponse response, long began, int attempts)
    {
        var fault = ReplyVerdict.Of(name, response, request.Options);
        var usage = CallUsage.Of(response, request);
        return Call(key, began, attempts) with
        {
            InputTokens = usage.Input,
            CachedTokens = usage.Cached,
            OutputTokens = usage.Output,
            Cost = _prices.Of(usage.Input, usage.Cached, usage.Output),
            FinishReason = response.FinishReason?.Value,
            Fault = fault?.Fault,
            Reason = fault?.Message,
        };
    }

    // What was given up after it was sent may be charged too.
    private ModelCall Failed(CallKey key, ModelException fault, CallUse most, long began, int attempts)
    {
        var mayBeCharged = attempts > 0 && fault.Fault is ModelFault.TimedOut or ModelFault.TooLarge;
        return Call(key, began, attempts) with
        {
            InputTokens = mayBeCharged ? most.Tokens : 0,
            Cost = mayBeCharged ? most.Cost : 0,
            Fault = fault.Fault,
            Reason = clean(fault.Message),
        };
    }

    private ModelCall Call(CallKey key, long began, int attempts) => new()
    {
        Id = key.Id,
        Step = key.Step,
        Model = name,
        Agent = context.Agent,
        Prompt = context.Prompt,
        Digest = key.Digest,
        Latency = time.GetElapsedTime(began),
        Attempts = attempts,
    };
}
