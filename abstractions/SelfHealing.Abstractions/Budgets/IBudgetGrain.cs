using SelfHealing.Models;

namespace SelfHealing.Budgets;

/// <summary>What a tenant and its incidents may spend on models, and have. Keyed <c>budget-{tenant}</c>. Whatever it answers is durable.</summary>
[Alias("IBudgetGrain")]
public interface IBudgetGrain : IGrainWithStringKey
{
    /// <summary>Reserves a call's most, or says why not.</summary>
    /// <param name="call">The call; reserving it again replaces its reservation.</param>
    /// <param name="most">The most that it may use.</param>
    /// <param name="incident">Limits of its incident.</param>
    /// <param name="before">What the incident's recorded calls used so far: with it an account is opened again after it was closed.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>Null when it is reserved, else a sentence that names the budget and its size.</returns>
    Task<string?> ReserveAsync(CallKey call, CallUse most, BudgetLimits incident, CallUse before, CancellationToken cancellationToken);

    /// <summary>Replaces a reservation by what was used. Settling what is not reserved, or not any more, changes nothing.</summary>
    Task SettleAsync(CallKey call, CallUse used, CancellationToken cancellationToken);

    /// <summary>Closes the account of an incident that ended. What is still reserved counts as spent: it may have been sent.</summary>
    Task CloseAsync(string incident, CancellationToken cancellationToken);
}

/// <summary>Limits of one account.</summary>
/// <param name="Tokens">Most tokens, read and written.</param>
/// <param name="Cost">Most US dollars.</param>
[GenerateSerializer, Immutable, Alias("BudgetLimits")]
public sealed record BudgetLimits(long Tokens, decimal Cost);
