namespace SelfHealing.Models;

/// <summary>Where every call of a chat model is reserved before it is made and recorded after it.</summary>
public interface ICallLedger
{
    /// <summary>The reply recorded for the same call: of this incident before an interruption, or of the transcript that it replays. Null when the call has to be made.</summary>
    /// <exception cref="ModelException">The incident replays a transcript, and the call is not in it (<see cref="ModelFault.NotRecorded"/>).</exception>
    Task<RecordedReply?> FindAsync(CallKey call, CancellationToken cancellationToken);

    /// <summary>Reserves the most that a call may use from the budgets of its incident and its tenant. Reserving the same call again replaces its reservation.</summary>
    /// <exception cref="ModelException">A budget of money, tokens or time does not hold that much (<see cref="ModelFault.OutOfBudget"/>); the message names it and its size.</exception>
    Task ReserveAsync(CallKey call, CallUse most, CancellationToken cancellationToken);

    /// <summary>Settles the reservation of a call that nobody waits for any more. What was sent may be charged: then its most counts as used.</summary>
    Task SettleAsync(CallKey call, CallUse used, CancellationToken cancellationToken);

    /// <summary>Records the call in its incident and settles its reservation with what was really used. Recording the same call again changes nothing.</summary>
    /// <param name="call">The call.</param>
    /// <param name="made">What came of it, <see cref="ModelCall.Transcript"/> left out.</param>
    /// <param name="reply">What is kept for replay; null when nothing came.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    Task RecordAsync(CallKey call, ModelCall made, RecordedReply? reply, CancellationToken cancellationToken);
}

/// <summary>One call among those of its step.</summary>
/// <param name="Incident">The incident's id.</param>
/// <param name="Tenant">Who pays.</param>
/// <param name="Step">The step's id.</param>
/// <param name="Number">1 for the step's first call; the same when an interrupted step asks again.</param>
/// <param name="Model">The configured name of the model.</param>
/// <param name="Digest">Digest of what is asked, nonces left out.</param>
[GenerateSerializer, Immutable, Alias("CallKey")]
public sealed record CallKey(string Incident, string Tenant, string Step, int Number, string Model, string Digest)
{
    /// <summary>The call's id within its incident.</summary>
    public string Id => $"{Step}/{Number}";
}

/// <summary>What a call uses.</summary>
/// <param name="Tokens">Tokens read and written.</param>
/// <param name="Cost">US dollars.</param>
[GenerateSerializer, Immutable, Alias("CallUse")]
public sealed record CallUse(long Tokens, decimal Cost);

/// <summary>A reply as it is kept for replay. Its text may hold anything that a model wrote: it is data.</summary>
/// <param name="Request">What was asked, secrets removed, as JSON for people.</param>
/// <param name="Response">The reply, as JSON of the chat abstraction.</param>
[GenerateSerializer, Immutable, Alias("RecordedReply")]
public sealed record RecordedReply(string Request, string Response);
