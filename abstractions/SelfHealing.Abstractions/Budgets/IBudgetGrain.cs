using SelfHealing.Models;

namespace SelfHealing.Budgets;

/// <summary>What a tenant and its incidents may spend on models, and have. Keyed <c>budget-{tenant}</c>.</summary>
[Alias("IBudgetGrain")]
public interface IBudgetGrain : IGrainWithStringKey
{
    /// <summary>Reserves a call's most, durably, or says why not.</summary>
    /// <param name="call">The call; reserving it again replaces its reservation, and reserving a settled one changes nothing.</param>
    /// <param name="most">The most that it may use.</param>
    /// <param name="incident">Limits of its incident.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>Null when it is reserved, else a sentence that names the budget and its size.</returns>
    Task<string?> ReserveAsync(CallKey call, CallUse most, BudgetLimits incident, CancellationToken cancellationToken);

    /// <summary>Replaces a reservation by what was used. Settling again changes nothing.</summary>
    Task SettleAsync(CallKey call, CallUse used, CancellationToken cancellationToken);

    /// <summary>Forgets the account of an incident that ended; what it spent stays in the tenant's.</summary>
    Task CloseAsync(string incident, CancellationToken cancellationToken);
}

/// <summary>Limits of one account.</summary>
/// <param name="Tokens">Most tokens, read and written.</param>
/// <param name="Cost">Most US dollars.</param>
[GenerateSerializer, Immutable, Alias("BudgetLimits")]
public sealed record BudgetLimits(long Tokens, decimal Cost);
