using Microsoft.Extensions.AI;
using Polly;

namespace SelfHealing.Models.Chat.Limits;

/// <summary>Lets every attempt wait for its turn: a retry is a request like any other, and holds no place while it pauses.</summary>
internal sealed class TurnStrategy(FairLimiter limiter) : ResilienceStrategy<ChatResponse>
{
    /// <summary>Whose turn is waited for.</summary>
    public static ResiliencePropertyKey<TurnWish> Wish { get; } = new("selfheal.turn");

    protected override async ValueTask<Outcome<ChatResponse>> ExecuteCore<TState>(
        Func<ResilienceContext, TState, ValueTask<Outcome<ChatResponse>>> callback, ResilienceContext context, TState state)
    {
        var wish = context.Properties.GetValue(Wish, null!);
        FairLimiter.Turn turn;
        try
        {
            turn = await limiter.EnterAsync(wish.Incident, wish.Tokens, context.CancellationToken);
        }
        catch (OperationCanceledException cancelled)
        {
            return Outcome.FromException<ChatResponse>(cancelled);
        }

        using (turn)
        {
            var outcome = await callback(context, state);
            turn.Used = outcome.Exception is ModelException ? 0 : outcome.Result?.Usage?.TotalTokenCount ?? turn.Used;
            return outcome;
        }
    }
}

/// <summary>Options of <see cref="TurnStrategy"/>: its limits are the model's own.</summary>
internal sealed class TurnStrategyOptions : ResilienceStrategyOptions;

/// <summary>What a call waits for.</summary>
/// <param name="Incident">Who asks.</param>
/// <param name="Tokens">Tokens that the call uses at most, read and written.</param>
internal sealed record TurnWish(string Incident, long Tokens);
